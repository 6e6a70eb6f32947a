import type { Spread } from '../percentiles.ts'

/** Where a fleet's prices come from. */
export type FeedOrder =
  /** A real adapter on a real socket. */
  { readonly kind: 'exchange'; readonly port: number } | { readonly kind: 'redis'; readonly url: string }

export interface FleetOrder {
  readonly feed: FeedOrder
  readonly bots: number
  readonly strategy: 'ema-cross' | 'breakout'
  /** Port of the exchange that takes the orders; undefined: paper. */
  readonly ordersTo: number | undefined
  /** Every input of every bot into a file. */
  readonly journals: boolean
  /** Made, and removed by the caller. */
  readonly folder: string
}

export interface FleetOpened {
  readonly startMs: number
}

/** From `mark` to `report`. */
export interface FleetReport {
  readonly events: number
  readonly hooks: number
  /** Of events whose last bot has decided. */
  readonly decided: number
  readonly orders: number
  readonly fills: number
  readonly refusals: number
  readonly faults: number
  readonly lastRefusal: string | undefined
  readonly notRunning: number
  readonly wallMs: number
  /** All threads, the store's included. */
  readonly cpuMs: number
  /** From the adapter's stamp on the frame to the last bot's hook. */
  readonly fromArrival: Spread
  /** From the exchange's write of the frame to the last bot's hook. */
  readonly fromWrite: Spread
  /** How late the event loop was. */
  readonly loop: Spread
  readonly journalled: { readonly written: number; readonly lost: number }
}

export interface FleetMemory {
  /** Live heap after a collection with buffers, bytes. */
  readonly heap: number
  readonly rss: number
}

/** What the process of a fleet can be asked. */
export interface FleetCalls {
  /** Everything but bots. */
  readonly prepare: readonly [FleetOrder, undefined]
  readonly weigh: readonly [undefined, FleetMemory]
  readonly open: readonly [undefined, FleetOpened]
  readonly mark: readonly [undefined, undefined]
  readonly report: readonly [undefined, FleetReport]
  /** Writes a CPU profile of everything until the report. */
  readonly profile: readonly [{ readonly file: string }, undefined]
  readonly close: readonly [undefined, undefined]
}
