/** The rules that are numbers. Every test may shorten them; the defaults are the venue's own. `Infinity`: no such rule. */
export interface VenueLimits {
  /** Client messages within any second on one connection. */
  readonly messagesPerSecond: number
  /** Streams (Binance) or channel × symbol pairs on one connection. */
  readonly streamsPerConnection: number
  /** Age at which the venue cuts a connection. */
  readonly lifetimeMs: number
  /** How often the venue sends a ping frame. */
  readonly pingIntervalMs: number
  /** How long it waits for the pong. */
  readonly pongTimeoutMs: number
  /** How soon the first subscribe must come. */
  readonly firstSubscribeMs: number
  /** How long a connection may stay without any subscription and without a word. */
  readonly idleMs: number
  /** Pause between heartbeats. */
  readonly heartbeatMs: number
  /** Handshakes from one address within `connectionWindowMs`. */
  readonly connectionAttempts: number
  readonly connectionWindowMs: number
  /** REST requests within any second. */
  readonly requestsPerSecond: number
  /** REST weight within any minute (Binance). */
  readonly weightPerMinute: number
  /** Bytes a slow reader may leave unread before it is cut. */
  readonly unreadBytes: number
}

const NONE = Number.POSITIVE_INFINITY

const NO_LIMITS: VenueLimits = {
  messagesPerSecond: NONE,
  streamsPerConnection: NONE,
  lifetimeMs: NONE,
  pingIntervalMs: NONE,
  pongTimeoutMs: NONE,
  firstSubscribeMs: NONE,
  idleMs: NONE,
  heartbeatMs: 1000,
  connectionAttempts: NONE,
  connectionWindowMs: 1000,
  requestsPerSecond: NONE,
  weightPerMinute: NONE,
  unreadBytes: 64 * 1024 * 1024,
}

/** web-socket-streams.md of binance-spot-api-docs, and rest-api.md for the weight. */
export const BINANCE_LIMITS: VenueLimits = {
  ...NO_LIMITS,
  messagesPerSecond: 5,
  streamsPerConnection: 1024,
  lifetimeMs: 24 * 60 * 60 * 1000,
  pingIntervalMs: 20_000,
  pongTimeoutMs: 60_000,
  connectionAttempts: 300,
  connectionWindowMs: 300_000,
  weightPerMinute: 6000,
}

/** docs.cdp.coinbase.com/exchange: 8 connects per second with bursts to 20, 100 messages, REST 10 with bursts to 15. */
export const COINBASE_LIMITS: VenueLimits = {
  ...NO_LIMITS,
  messagesPerSecond: 100,
  firstSubscribeMs: 5000,
  connectionAttempts: 20,
  connectionWindowMs: 2500,
  requestsPerSecond: 15,
}

/** Kraken publishes no numbers: the message rate is "dynamic", Cloudflare allows about 150 connects in ten minutes. */
export const KRAKEN_LIMITS: VenueLimits = {
  ...NO_LIMITS,
  messagesPerSecond: 20,
  idleMs: 60_000,
  connectionAttempts: 150,
  connectionWindowMs: 600_000,
}
