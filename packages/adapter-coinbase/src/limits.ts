import type { VenueLimits } from '@md/adapter-core'

/**
 * docs.cdp.coinbase.com/exchange/websocket-feed/rate-limits and /exchange/rest-api/rate-limits.
 * Both count by IP address, so something is left for whatever else speaks from here.
 */
export const coinbaseLimits: VenueLimits = {
  // "Requests per second per IP: 8", in bursts 20.
  outbound: { limit: 8, windowMs: 1_000, reserve: 1 },
  pongsCount: false,
  // No number is documented. "Spread subscriptions over more than one websocket client connection": a book opens with megabytes.
  subscriptionsPerSocket: 200,
  // Not documented either. One product that is not valid fails its whole message, so messages stay small.
  subscriptionsPerFrame: 50,
  // The BTC-USD book was 1.1 MB in 2026.
  frameBytes: 8 * 1024 * 1024,
  // Every socket hears a heartbeat a second.
  silence: 10_000,
  // Connecting is a request as well; the other half of the eight is for subscribing.
  dials: { limit: 4, windowMs: 1_000 },
  // Public endpoints: 10 a second, in bursts 15.
  rest: { concurrency: 4, weightPerMinute: 0, requests: { limit: 8, windowMs: 1_000 } },
}
