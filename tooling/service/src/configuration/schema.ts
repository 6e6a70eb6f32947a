import type { ExchangeId, RedisAddress } from '@md/types'
import { z } from 'zod'
import { address, flag, list, matching, oneOf, whole } from './fields.ts'
import { readSubscription } from './subscription-text.ts'

/** The exchanges that there are adapters for. */
export const AVAILABLE = ['binance', 'coinbase', 'kraken'] as const satisfies readonly ExchangeId[]

export type AvailableExchange = (typeof AVAILABLE)[number]

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

const DAY = 86_400_000

const NO_SPACE = 'write it without spaces'

const ADDRESSES = 'write host:port, several with commas in between'

/** Every name of the environment that is read. What is absent has its default further on. */
export const SCHEMA = z.object({
  LOG_LEVEL: oneOf(LOG_LEVELS).default('info'),
  HTTP_HOST: matching(/^[^\s/@]+$/, 'write a name or an address to listen on, such as 127.0.0.1').default('127.0.0.1'),
  HTTP_PORT: whole(0, 65_535).optional(),
  SHUTDOWN_DEADLINE: whole(100, DAY, ' of ms').default(10_000),

  CONTROL_TOKEN: matching(/^\S{16,256}$/, 'write 16 to 256 characters without spaces').optional(),
  BOTS_FILE: z.string().optional(),
  STORE_PATH: z.string().optional(),

  EXCHANGES: list(
    (text) => AVAILABLE.find((one) => one === text.toLowerCase()),
    `write some of ${AVAILABLE.join(', ')}, with commas in between`,
  ).default(AVAILABLE),
  EXCHANGE_ENVIRONMENT: oneOf(['production', 'testnet']).optional(),
  BINANCE_URL: address('wss:', 'ws:').optional(),
  BINANCE_REST_URL: address('https:', 'http:').optional(),
  COINBASE_URL: address('wss:', 'ws:').optional(),
  COINBASE_REST_URL: address('https:', 'http:').optional(),
  KRAKEN_URL: address('wss:', 'ws:').optional(),
  KRAKEN_REST_URL: address('https:', 'http:').optional(),
  SUBSCRIPTIONS: list(
    readSubscription,
    'write exchange:symbol, exchange:symbol:ticker, :trades, :orderbook:depth or :candles:interval, several with commas in between',
  ).default([]),
  READY_SILENCE: whole(100, DAY, ' of ms').default(30_000),
  DEMAND_LINGER: whole(0, DAY, ' of ms').default(30_000),

  ENABLE_REDIS_SCALING: flag().optional(),
  FALLBACK_DIRECT: flag().default(false),
  REDIS_URL: address('redis:', 'rediss:').optional(),
  REDIS_HOST: matching(/^[^\s/@]+$/, 'write a name or an address, without protocol or port').optional(),
  REDIS_PORT: whole(1, 65_535).optional(),
  REDIS_USERNAME: matching(/^\S+$/, NO_SPACE).optional(),
  REDIS_PASSWORD: z.string().optional(),
  REDIS_TLS: flag().optional(),
  REDIS_DB: whole(0, 1_000_000).optional(),
  REDIS_KEY_PREFIX: matching(/^[^{}*?[\]\\\s]+$/, 'write it without { } * ? [ ] \\ and white space').optional(),
  REDIS_ENABLE_PUBLISHING: flag().optional(),
  REDIS_ENABLE_SUBSCRIPTION: flag().optional(),
  REDIS_INSTANCE_ID: matching(/^\S{1,128}$/, 'write 1 to 128 characters without spaces').optional(),
  REDIS_MAX_RETRIES: whole(0, 1_000_000_000).optional(),
  REDIS_RETRY_DELAY: whole(1, DAY, ' of ms').optional(),
  REDIS_PARTITIONS: whole(1, 1_024).optional(),
  REDIS_DELIVERY: oneOf(['live', 'repaired', 'log']).optional(),
  REDIS_LEASE_NAME: matching(/^[\w.-]{1,64}$/, 'write 1 to 64 letters, digits, dots, dashes or underscores').optional(),
  REDIS_LEASE_TTL: whole(100, DAY, ' of ms').optional(),
  REDIS_SENTINELS: list(readAddress, ADDRESSES).optional(),
  REDIS_SENTINEL_MASTER: matching(/^\S+$/, NO_SPACE).optional(),
  REDIS_SENTINEL_PASSWORD: z.string().optional(),
  REDIS_CLUSTER_NODES: list(readAddress, ADDRESSES).optional(),
})

export type Values = z.output<typeof SCHEMA>

/** Never shown, not even when wrong. */
export const SECRETS: ReadonlySet<string> = new Set([
  'CONTROL_TOKEN',
  'REDIS_URL',
  'REDIS_PASSWORD',
  'REDIS_SENTINEL_PASSWORD',
])

function readAddress(text: string): RedisAddress | undefined {
  const { host, port } = /^\[?(?<host>[^\s/@[\]]+)\]?:(?<port>\d{1,5})$/.exec(text)?.groups ?? {}
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined
  return { host, port: Number(port) }
}
