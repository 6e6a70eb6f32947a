import type { Clock } from '@md/types'
import type { VenueLimits } from './limits.ts'
import type { Credentials, SimulatedVenue } from './venue.ts'

export interface SimulatorOptions {
  readonly exchange: SimulatedVenue
  /** The same seed and the same calls give the same frames, but for the stamps of `clock`. Default 1. */
  readonly seed?: number
  /** Unified: `BTC/USDT`. Default: some well-known ones. */
  readonly symbols?: readonly string[]
  /** Default 0: any free one. Always on 127.0.0.1. */
  readonly port?: number
  /** Market steps per second and symbol. Default 10; 0: only `step()` moves the market. */
  readonly rate?: number
  /** Default: the system's. */
  readonly clock?: Clock
  /** Path of an `.ndjson` of raw frames, played in place of the model. */
  readonly recording?: string
  /** To shorten the venue's rules. */
  readonly limits?: Partial<VenueLimits>
  /** Coinbase: the one key whose signatures are good. Without it any signature is. */
  readonly credentials?: Credentials
  /** Price levels on each side of every book. Default 500. */
  readonly levels?: number
}
