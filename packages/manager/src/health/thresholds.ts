import type { ChannelType } from '@md/types'

/** From where on a signal is a warning, and from where on critical. */
export interface Threshold {
  readonly warning: number
  readonly critical: number
}

/** The table of the specification, and what it leaves to us. Times in ms, ratios from 0 to 1. */
export interface HealthThresholds {
  /** A wanted exchange without a connection: at once a warning, critical from here on. */
  readonly disconnectedCritical: number
  /** The bridge without a connection: at once a warning, critical from here on. */
  readonly bridgeCritical: number
  /** P99 of each hop over the last minutes: above. */
  readonly latencyP99: Threshold
  /** Fewer values than this say nothing about a P99. */
  readonly latencySamples: number
  /** Trades delivered of those there were: below. */
  readonly delivery: Threshold
  /** Errors in this minute and the last: above. */
  readonly errorsWarning: number
  /** Minutes in a row with errors: from here on they are sustained, which is critical. */
  readonly errorMinutesCritical: number
  /** Share of the last hour: below. */
  readonly uptimeWarning: number
  /** Of the attempts of the last hour: below. */
  readonly reconnectionWarning: number
  /** Fewer attempts than this say nothing about such a share. */
  readonly reconnectionSamples: number
  /** A book that is not verified for longer. */
  readonly bookNotLiveWarning: number
  /** A subscription without an event for longer. Trades and candles of a quiet market come when they come. */
  readonly silenceWarning: Readonly<Record<ChannelType, number>>
}

export const HEALTH_THRESHOLDS: HealthThresholds = {
  disconnectedCritical: 30_000,
  bridgeCritical: 30_000,
  latencyP99: { warning: 100, critical: 500 },
  latencySamples: 100,
  delivery: { warning: 0.95, critical: 0.9 },
  errorsWarning: 0,
  errorMinutesCritical: 5,
  uptimeWarning: 0.999,
  reconnectionWarning: 0.95,
  reconnectionSamples: 20,
  bookNotLiveWarning: 5_000,
  silenceWarning: { ticker: 60_000, orderbook: 60_000, trades: 600_000, candles: 600_000 },
}
