/** Stable: dashboards and strategies rely on them. */
export type RefusalCode =
  | 'not-ready'
  | 'stale-price'
  | 'book-not-live'
  | 'feed-down'
  | 'circuit-open'
  | 'reducing-only'
  | 'halted'
  | 'invalid-number'
  | 'instrument-not-trading'
  | 'tick-size'
  | 'step-size'
  | 'min-amount'
  | 'max-amount'
  | 'min-notional'
  | 'insufficient-balance'
  | 'short-not-allowed'
  | 'max-order-value'
  | 'max-position-value'
  | 'max-gross-exposure'
  | 'max-open-orders'
  | 'max-orders-per-minute'
  | 'price-collar'
  | 'duplicate'
  | 'daily-loss'
  | 'drawdown'
  | 'cool-down'
  | 'exit-impossible'
  | 'nothing-to-close'
  | 'unsupported'

/** An order that was not let through: why, with the numbers. */
export interface Refusal {
  readonly code: RefusalCode
  /** A sentence with the numbers in it. */
  readonly message: string
  readonly numbers: Readonly<Record<string, string | number>>
  readonly scope: 'bot' | 'account' | 'process'
}
