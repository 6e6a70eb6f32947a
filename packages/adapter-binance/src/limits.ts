import type { VenueLimits } from '@md/adapter-core'

/** Binance Spot API documentation, "Websocket Limits": streams one socket may carry. */
const STREAMS_PER_SOCKET = 1024

/**
 * No limit is documented for the length of a request; a hundred streams keep it at about two kilobytes, and four such
 * requests a second fill a socket in three seconds.
 */
const STREAMS_PER_FRAME = 100

/**
 * Binance Spot API documentation, "General WSS information", "Websocket Limits" (WebSocket) and "IP Limits" (REST).
 * `streamsPerRequest`: how many streams one of our requests may be made of.
 */
export const limitsFor = (streamsPerRequest: 1 | 2): VenueLimits => ({
  // "5 incoming messages per second", of which PING and PONG frames are some. Beyond: disconnected, then banned by IP.
  outbound: { limit: 5, windowMs: 1_000, reserve: 1 },
  pongsCount: true,
  subscriptionsPerSocket: STREAMS_PER_SOCKET / streamsPerRequest,
  subscriptionsPerFrame: STREAMS_PER_FRAME / streamsPerRequest,
  // The longest frame in the recordings has 6.5 kB; a diff of a thousand levels a side has about 60.
  frameBytes: 4 * 1024 * 1024,
  // "only valid for 24 hours".
  socketAge: (23 * 60 + 30) * 60_000,
  // A ping every 20 seconds, so three of them have not come.
  silence: 60_000,
  // "300 connections per attempt every 5 minutes per IP".
  dials: { limit: 300, windowMs: 300_000 },
  // REQUEST_WEIGHT 6000 a minute and IP. The big snapshots weigh 250: few at once are enough.
  rest: { concurrency: 4, weightPerMinute: 6_000 },
})
