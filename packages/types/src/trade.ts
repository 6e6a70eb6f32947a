import type { Side, Stamped } from './market.ts'

export interface Trade extends Stamped {
  /** The venue's trade id. */
  readonly id: string
  readonly price: number
  /** Base currency. */
  readonly amount: number
  /** The taker's side, on every exchange. */
  readonly side: Side
  /** `'backfill'`: fetched by REST to close a hole, delivered in its place in the order of ids. */
  readonly origin: 'live' | 'backfill'
}
