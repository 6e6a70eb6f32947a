import type { Rule } from './rule.ts'

export const halted: Rule = {
  code: 'halted',
  objection: ({ view }) =>
    view.trading === 'halted'
      ? { message: 'Trading is halted: no order leaves until it is armed again', numbers: {} }
      : undefined,
}

export const reducingOnly: Rule = {
  code: 'reducing-only',
  objection: ({ view }) =>
    view.trading === 'active'
      ? undefined
      : { message: 'Only orders that make the position smaller are let through', numbers: {} },
}
