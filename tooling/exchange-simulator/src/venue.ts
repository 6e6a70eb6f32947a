import type { Clock } from '@md/types'
import type { DataChannel } from './frame.ts'
import type { VenueLimits } from './limits.ts'
import type { Listing } from './market/instrument.ts'
import type { Market, MarketStep } from './market/market.ts'
import type { Random } from './market/random.ts'
import type { Markets } from './markets.ts'
import type { Connection } from './server/connection.ts'
import type { RestAnswer, RestRequest } from './server/rest.ts'
import type { Wire } from './wire.ts'

export const SIMULATED_VENUES = ['binance', 'coinbase', 'kraken'] as const
export type SimulatedVenue = (typeof SIMULATED_VENUES)[number]

/** What every venue is given. */
export interface VenueContext {
  readonly clock: Clock
  readonly limits: VenueLimits
  readonly markets: Markets
  readonly wire: Wire
  readonly random: Random
  /** True when only `step()` moves the market: every stream then speaks at every step. */
  readonly manual: boolean
  readonly credentials: Credentials | undefined
  violation(rule: string): void
  /** Whether this request is to be left unanswered or refused, by a fault. */
  interfere(): 'ignore' | 'refuse' | undefined
}

export interface Credentials {
  readonly key: string
  /** As the venue hands it out: base64. */
  readonly secret: string
  readonly passphrase: string
}

/** One exchange: how it speaks. Sockets, pacing and faults are not its business. */
export interface Venue {
  /** Whether a WebSocket may be opened at this path. */
  accepts(target: URL): boolean
  opened(connection: Connection, target: URL): void
  /** A text frame of a client. */
  heard(connection: Connection, text: string): void
  closed(connection: Connection): void
  /** A client broke the message rate. */
  flooded(connection: Connection): void
  /** A market moved: tells whoever asked. */
  moved(market: Market, step: MarketStep): void
  /** Every market had its step. */
  settled?(): void
  ponged?(connection: Connection, payload: string): void
  /** Answers a REST request. */
  answer(request: RestRequest): RestAnswer
  /** Tells one client that the server will go. Venues without such a notice send nothing. */
  announceShutdown(connection: Connection): void
  /** Once every heartbeat interval. */
  beat?(): void
  stopHeartbeat(stopped: boolean): void
  /** Connections that asked for anything. */
  subscribers(): Iterable<Connection>
}

/** What a venue is before it opens. */
export interface VenueDefinition {
  readonly name: SimulatedVenue
  /** Path a client dials. */
  readonly path: string
  readonly limits: VenueLimits
  readonly listing: Listing
  readonly symbols: readonly string[]
  /** Ping and pong frames of the client count as messages. */
  readonly countsControlFrames: boolean
  readonly spoil: Spoiler
  readonly bans: BanAnswers
  /** Unified symbol of a recorded frame, where the frame tells. */
  recordedSymbol(frame: string): string | undefined
  /** Which channel a recorded frame belongs to. */
  recordedChannel(frame: string): DataChannel
  /** A recorded frame that answers a request rather than telling about the market. */
  isControl(frame: string): boolean
  open(context: VenueContext): Venue
}

/** How to make this venue's frames wrong. Each returns the frame as it is when it does not apply. */
export interface Spoiler {
  negative(frame: string): string
  nan(frame: string): string
  foreign(frame: string): string
  checksum(frame: string): string
  crossed(frame: string, market: Market): string
}

/** What REST says while the client is banned: `strike` counts the requests made since. */
export type BanAnswers = (strike: number, retryAfterMs: number, now: number) => RestAnswer
