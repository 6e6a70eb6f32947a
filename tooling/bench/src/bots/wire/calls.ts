import type { Spread } from '../percentiles.ts'

export interface WireRunOrder {
  /** Of the exchange that takes the orders. */
  readonly port: number
  /** On the file system that is measured. */
  readonly folder: string
  readonly rounds: number
}

/** All in one run, by turns. */
export interface WireFigures {
  /** From the price to the order's frame, read at the other end of the socket. */
  readonly toWire: Spread
  /** One append of the same store alone, from the call to durable. */
  readonly append: Spread
  /** A write of 4 KiB at the end of a file, and `fsync`. */
  readonly fsync: Spread
  readonly rounds: number
  /** Milliseconds of the stretch of time it took. */
  readonly wallMs: number
}

export interface WireCalls {
  readonly run: readonly [WireRunOrder, WireFigures]
}
