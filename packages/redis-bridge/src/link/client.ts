import { MdError, type RedisAddress } from '@md/types'
import { createClient } from 'redis'
import { shownAddress } from '../address.ts'
import { AccessRefusedError, LinkError } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { withDeadline } from './deadline.ts'

/** What Redis answers, as far as we ask. */
export type Reply = string | number | null | readonly Reply[]

type NodeRedis = ReturnType<typeof createClient>

type Hear = (message: string, channel: string) => void

/** One connection to Redis: made once, used once, never revived. */
export interface Client {
  readonly address: RedisAddress
  /** Resolves, with why, when it is of no more use. */
  readonly ended: Promise<string>
  command(args: readonly (string | Buffer)[]): Promise<Reply>
  subscribe(channels: readonly string[], listener: Hear): Promise<void>
  unsubscribe(channels: readonly string[]): Promise<void>
  psubscribe(pattern: string, listener: Hear): Promise<void>
  punsubscribe(pattern: string): Promise<void>
  /** Whether Redis has said anything since this was asked last. */
  takeSign(): boolean
  /** Safe at any time. */
  destroy(reason: string): void
}

export interface OpenOptions {
  readonly link: string
  readonly address: RedisAddress
  readonly settings: Settings
  readonly timeoutMs: number
}

/**
 * Connects. A client object is never connected twice: node-redis 4 hangs for ever after a cut inside a reply,
 * because its decoder keeps what it had read.
 */
export async function openClient({ address, link, settings, timeoutMs }: OpenOptions): Promise<Client> {
  const redis = newRedis(address, settings, timeoutMs)
  let end: (reason: string) => void = () => undefined
  const ended = new Promise<string>((resolve) => {
    end = resolve
  })
  // Before `connect`: an error that nobody listens to ends the process.
  redis.on('error', (error: unknown) => end(reasonOf(error)))
  redis.on('end', () => end('closed'))

  const connecting = redis.connect()
  const destroy = (reason: string) => {
    end(reason)
    // Racing `connect` would leave the socket open: it is closed once `connect` has settled.
    connecting.catch(() => undefined).finally(() => close(redis))
    redis.unref()
  }
  try {
    const hint = settings.tls === undefined ? '' : '; does it speak TLS?'
    const late = () => new LinkError(link, shownAddress(address), `no answer within ${timeoutMs} ms${hint}`)
    await withDeadline(settings.clock, timeoutMs, connecting, late)
  } catch (error) {
    destroy('not connected')
    throw connectionError(link, address, error)
  }
  let hasSpoken = false
  const noting = async <T>(answer: Promise<T>): Promise<T> => {
    const value = await answer
    hasSpoken = true
    return value
  }
  const hearing =
    (listener: Hear): Hear =>
    (message, channel) => {
      hasSpoken = true
      listener(message, channel)
    }
  return {
    address,
    ended,
    destroy,
    command: (args) => noting(redis.sendCommand(args as (string | Buffer)[])),
    subscribe: (channels, listener) => noting(redis.subscribe(channels as string[], hearing(listener))),
    unsubscribe: (channels) => noting(redis.unsubscribe(channels as string[])),
    psubscribe: (pattern, listener) => noting(redis.pSubscribe(pattern, hearing(listener))),
    punsubscribe: (pattern) => noting(redis.pUnsubscribe(pattern)),
    takeSign: () => {
      const sign = hasSpoken
      hasSpoken = false
      return sign
    },
  }
}

function newRedis(address: RedisAddress, settings: Settings, timeoutMs: number): NodeRedis {
  const { db, password, tls, topology, username } = settings
  // A fresh object each time: clients that share one are sent to each other's servers.
  const plain = { host: address.host, port: address.port, connectTimeout: timeoutMs, reconnectStrategy: false } as const
  return createClient({
    socket: tls === undefined ? plain : { ...tls, ...plain, tls: true },
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(db !== 0 && topology.kind !== 'cluster' && { database: db }),
    disableOfflineQueue: true,
    commandsQueueMaxLength: 200_000,
  })
}

function close(redis: NodeRedis): void {
  if (!redis.isOpen) return
  redis.disconnect().catch(() => undefined)
}

/** Anything that kept a connection from being used, as an error of ours. */
export function connectionError(link: string, address: RedisAddress, error: unknown): Error {
  if (error instanceof MdError) return error
  const reason = reasonOf(error)
  const shown = shownAddress(address)
  if (/^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH|ERR invalid password)/.test(reason)) {
    return new AccessRefusedError(link, shown, reason.slice(0, reason.indexOf(' ')))
  }
  return new LinkError(link, shown, reason, error)
}

/** In words, also where Node only gives a code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.message !== '') return error.message
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
