import type { Stamped } from './market.ts'

/** Amount 0 removes the level. */
export type Level = readonly [price: number, amount: number]

/** One change of a book. Immutable, may be kept. */
export interface BookChange {
  readonly kind: 'snapshot' | 'delta'
  /** Ours: +1 per change; only a snapshot restarts it. */
  readonly sequence: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
}

/** One side of a book, best first. */
export interface BookSide extends Iterable<Level> {
  readonly size: number
  /** Price of the i-th best level; NaN beyond the last. */
  price(i: number): number
  /** Amount of the i-th best level; NaN beyond the last. */
  amount(i: number): number
  /** A copy of the n best levels. */
  top(n: number): Level[]
}

export type BookStatus = 'syncing' | 'live' | 'stale'

/** The strongest evidence the venue gives that a book is right. */
export type BookIntegrity = 'sequence' | 'checksum' | 'plausibility'

/** A live view: read it inside the listener. `change` may be kept. */
export interface OrderBook extends Stamped {
  readonly bids: BookSide
  readonly asks: BookSide
  readonly sequence: number
  /** How often it was made anew from a snapshot, here: two changes with the same count belong to one numbering. */
  readonly snapshots: number
  /** `'live'`: verified and current. `'syncing'`: being rebuilt. `'stale'`: the source is not connected. */
  readonly status: BookStatus
  readonly integrity: BookIntegrity
  /** `undefined`: only the status changed. */
  readonly change: BookChange | undefined
}
