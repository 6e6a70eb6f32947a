import { systemClock } from '@md/runtime'
import {
  type ChannelType,
  type Clock,
  type ConnectionConfig,
  InvalidInputError,
  type Logger,
  type ReconnectionConfig,
  silentLogger,
} from '@md/types'
import { type OpenSocket, openSocket } from './connection/socket.ts'
import type { Endpoints, ExchangeProtocol } from './protocol.ts'

/** How an adapter is made. Everything has a default. Times in ms. */
export interface AdapterOptions extends ConnectionConfig {
  readonly clock?: Clock
  /** 0 to 1, for jitter. */
  readonly random?: () => number
  readonly logger?: Logger
  readonly fetch?: typeof fetch
  readonly openSocket?: OpenSocket
  readonly rotation?: {
    /** A socket is replaced at this age. Default: before the venue cuts it. */
    readonly age?: number
    /** How long the replaced socket goes on listening beside the new one. Default 1000. */
    readonly overlap?: number
  }
  /** How long a subscription of each channel may be silent before it is looked after. `false`: not watched. */
  readonly freshness?: Partial<Readonly<Record<ChannelType, number>>> | false
  readonly backfill?: {
    /** REST requests one hole may cost. 0: gaps are only announced. Default 10. */
    readonly maxPages?: number
    /** How long live trades wait for the missing ones. Default 5000. */
    readonly deadline?: number
  }
}

/** The options with every default filled in. */
export interface AdapterSettings extends Collaborators {
  readonly url: string
  readonly restUrl: string
  readonly timeout: number
  readonly pingInterval: number
  readonly pongTimeout: number
  readonly reconnection: Required<ReconnectionConfig>
  readonly rotation: { readonly age: number | undefined; readonly overlap: number }
  readonly freshness: Readonly<Record<ChannelType, number>> | undefined
  readonly backfill: { readonly maxPages: number; readonly deadline: number }
}

interface Collaborators {
  readonly clock: Clock
  readonly random: () => number
  readonly logger: Logger
  readonly fetch: typeof fetch
  readonly openSocket: OpenSocket
}

const RECONNECTION: Required<ReconnectionConfig> = {
  maxAttempts: Number.POSITIVE_INFINITY,
  initialDelay: 1_000,
  maxDelay: 30_000,
  backoffMultiplier: 2,
  jitterFactor: 1,
}

/** In the order in which they are checked: later ones are measured by earlier ones. */
const RECONNECTION_NAMES = ['maxAttempts', 'initialDelay', 'maxDelay', 'backoffMultiplier', 'jitterFactor'] as const

/** Tickers and books change all the time on a market that trades; trades and candles may rest for minutes. */
const FRESHNESS: Readonly<Record<ChannelType, number>> = {
  ticker: 60_000,
  orderbook: 30_000,
  trades: 300_000,
  candles: 300_000,
}

/** @throws InvalidInputError naming the first value that cannot be used */
export function settingsOf(protocol: ExchangeProtocol, options: AdapterOptions): AdapterSettings {
  const { timeout = 30_000, pingInterval = 30_000, pongTimeout = 10_000, freshness = {} } = options
  const { age = protocol.limits.socketAge, overlap = 1_000 } = options.rotation ?? {}
  const { maxPages = 10, deadline = 5_000 } = options.backfill ?? {}
  const settings: AdapterSettings = {
    ...endpointsOf(protocol, options),
    ...collaboratorsOf(options),
    timeout,
    pingInterval,
    pongTimeout,
    reconnection: { ...RECONNECTION, ...options.reconnection },
    rotation: { age, overlap },
    freshness: freshness === false ? undefined : { ...FRESHNESS, ...freshness },
    backfill: { maxPages, deadline },
  }
  checkTimes(settings)
  checkReconnection(settings.reconnection)
  return settings
}

function collaboratorsOf(options: AdapterOptions): Collaborators {
  const { clock = systemClock, random = Math.random, logger = silentLogger } = options
  return { clock, random, logger, fetch: options.fetch ?? fetch, openSocket: options.openSocket ?? openSocket }
}

function endpointsOf(protocol: ExchangeProtocol, options: AdapterOptions): Endpoints {
  const environment = options.environment ?? 'production'
  const endpoints = protocol.endpoints[environment]
  if (endpoints === undefined) throw new InvalidInputError('environment', environment, 'production or testnet')

  const url = options.url ?? endpoints.url
  const restUrl = options.restUrl ?? endpoints.restUrl
  checkUrl('url', url, ['ws:', 'wss:'])
  checkUrl('restUrl', restUrl, ['http:', 'https:'])
  return { url, restUrl: restUrl.replace(/\/+$/, '') }
}

function checkUrl(name: string, value: string, protocols: readonly string[]): void {
  const url = URL.canParse(value) ? new URL(value) : undefined
  // A fragment is never sent, and a WebSocket refuses it.
  if (url === undefined || !protocols.includes(url.protocol) || url.hash !== '') {
    throw new InvalidInputError(name, value, `an address that starts with ${protocols.join('// or ')}//, without a #`)
  }
}

function checkTimes({ timeout, pingInterval, pongTimeout, rotation, freshness, backfill }: AdapterSettings): void {
  const { age = 1, overlap } = rotation
  const times = {
    timeout,
    pingInterval,
    pongTimeout,
    'rotation.age': age,
    'backfill.deadline': backfill.deadline,
    ...freshness,
  }
  for (const [name, value] of Object.entries(times)) {
    if (!(Number.isFinite(value) && value > 0)) throw new InvalidInputError(name, value, 'a number of ms above 0')
  }
  const counts = { 'rotation.overlap': overlap, 'backfill.maxPages': backfill.maxPages }
  for (const [name, value] of Object.entries(counts)) {
    if (!(Number.isFinite(value) && value >= 0)) throw new InvalidInputError(name, value, 'a number from 0')
  }
}

function checkReconnection(policy: Required<ReconnectionConfig>): void {
  const { initialDelay } = policy
  const finite = Number.MAX_VALUE
  const ranges: Readonly<Record<keyof ReconnectionConfig, readonly [from: number, to: number, allowed: string]>> = {
    maxAttempts: [0, Number.POSITIVE_INFINITY, 'a number from 0, or nothing for ever'],
    initialDelay: [0, finite, 'a number of ms from 0'],
    maxDelay: [initialDelay, finite, `a number of ms not below initialDelay (${initialDelay})`],
    backoffMultiplier: [1, finite, 'a number from 1'],
    jitterFactor: [0, 1, 'a number from 0 to 1'],
  }
  for (const name of RECONNECTION_NAMES) {
    const value = policy[name]
    const [from, to, allowed] = ranges[name]
    if (!(typeof value === 'number' && value >= from && value <= to)) {
      throw new InvalidInputError(`reconnection.${name}`, value, allowed)
    }
  }
}
