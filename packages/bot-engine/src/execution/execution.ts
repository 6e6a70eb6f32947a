import type { Decimal, Instrument, Market, Side } from '@md/types'
import type { OrderView } from '../orders/order.ts'
import type { CancelIntent, PlaceIntent, TimerIntent } from '../strategy/intent.ts'

/** An order that is to be cut up. JSON. */
export interface ExecutionRequest {
  /** Its orders are named `<ref>/1`, `<ref>/2` … */
  readonly ref: string
  readonly market: Market
  readonly side: Side
  /** Base currency. */
  readonly amount: Decimal
  readonly overMs: number
  readonly slices: number
  readonly because: string
  readonly instrument: Pick<Instrument, 'stepSize' | 'minAmount'>
  /** The name its timer is to have. */
  readonly timer: string
}

export type ExecutionInput =
  /** The timer it asked for is due. */
  | { readonly kind: 'timer' }
  /** An order is another than before, or was refused. Those of others are ignored. */
  | { readonly kind: 'order'; readonly order: OrderView }
  | { readonly kind: 'cancel'; readonly because: string }

export type ExecutionIntent = PlaceIntent | CancelIntent | TimerIntent

export interface ExecutionStep<State> {
  readonly state: State
  readonly intents: readonly ExecutionIntent[]
  /** Not undefined: it is over, and this is what came of it. */
  readonly done: { readonly filled: Decimal; readonly reason: string } | undefined
}

/** How an order is worked: a pure reducer whose state is JSON, so that a restart goes on with it. */
export interface ExecutionAlgorithm<State = unknown> {
  readonly name: string
  /** @param now engine time @throws InvalidInputError for a request it cannot work */
  start(request: ExecutionRequest, now: number): ExecutionStep<State>
  step(state: State, input: ExecutionInput, now: number): ExecutionStep<State>
}
