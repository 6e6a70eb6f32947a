import type { ChannelRequest } from '@md/types'

export type BenchVenue = 'binance' | 'coinbase' | 'kraken'

/** One kind of traffic: frames in a venue's exact shape, made by the project itself. */
export interface Workload {
  readonly name: string
  readonly exchange: BenchVenue
  readonly request: ChannelRequest
  /** Frames of others that one of these is worth: so many fewer are played. */
  readonly weight?: number
  /** `count` frames as sent, one after the other; the same seed gives the same frames. A book begins with its snapshot. */
  frames(count: number, seed: number): string[]
  /** What the REST snapshot answers, where a book needs one. The frames continue it. */
  restSnapshot?(seed: number): string
  /** An update from before that snapshot, which changes nothing: some ask for a snapshot only once updates arrive. */
  readonly stale?: string
}
