import type { InputBody } from '../journal/entry.ts'

/** What can happen to an order once it is written down. */
export type OrderInput = Extract<InputBody, { readonly type: 'outcome' | 'found' | 'order' | 'fill' }>

export function clientOrderIdOf(input: OrderInput): string {
  switch (input.type) {
    case 'outcome':
    case 'found':
      return input.clientOrderId
    case 'order':
      return input.state.clientOrderId
    case 'fill':
      return input.fill.clientOrderId
  }
}
