import type { VenueLimits } from '@md/adapter-core'

export const KRAKEN_LIMITS: VenueLimits = {
  // The rate is dynamic and not published; above it Kraken answers "Exceeded msg rate". A hundred symbols fit in one frame.
  outbound: { limit: 10, windowMs: 1_000, reserve: 1 },
  pongsCount: false,
  // No number is published for either. Pairs are spread so that one socket's loss is not everybody's.
  subscriptionsPerSocket: 200,
  subscriptionsPerFrame: 100,
  // The longest frames are candle snapshots (720 rows) and books of 1000 levels a side: below 200 kB.
  frameBytes: 4 * 1_024 * 1_024,
  // A heartbeat comes every second in which nothing else does (Kraken API Center, "Spot WebSocket v2 / Heartbeat").
  silence: 10_000,
  // Kraken support: "approximately 150 attempts per rolling 10 minutes per IP", then a ban of 10 minutes.
  dials: { limit: 150, windowMs: 600_000 },
  // Kraken support, "API rate limits": public calls about once a second by IP (and by pair, for trades and candles).
  rest: { concurrency: 2, weightPerMinute: 0, requests: { limit: 10, windowMs: 10_000 } },
}
