import { InvalidInputError, type RedisAddress, type RedisTlsConfig } from '@md/types'
import { checkedNumber } from './checked-number.ts'
import type { RedisEventBridgeOptions } from './settings.ts'

export interface Access {
  readonly address: RedisAddress
  readonly username: string | undefined
  readonly password: string | undefined
  readonly tls: RedisTlsConfig | undefined
  readonly db: number
}

type Parts = Pick<RedisEventBridgeOptions, 'redisUrl' | 'host' | 'port' | 'username' | 'password' | 'tls' | 'db'>

const PORT = { min: 1, max: 65_535 }
const DB = { min: 0, max: 1_000_000 }

/** Where Redis is and who we are there. The URL wins over the parts. */
export function addressOf(parts: Parts): Access {
  const url = parts.redisUrl === undefined ? undefined : parsed(parts.redisUrl)
  return {
    address: { host: hostOf(url, parts.host ?? 'localhost'), port: portOf(url, parts.port ?? 6379) },
    username: secret(url?.username) ?? parts.username,
    password: secret(url?.password) ?? parts.password,
    tls: tlsOf(url, parts.tls ?? false),
    db: dbOf(url, parts.db ?? 0),
  }
}

function portOf(url: URL | undefined, part: number): number {
  return checkedNumber('port', url === undefined || url.port === '' ? part : Number(url.port), PORT)
}

function dbOf(url: URL | undefined, part: number): number {
  const path = url?.pathname.replace(/^\//, '') ?? ''
  return checkedNumber('db', path === '' ? part : Number(path), DB)
}

function tlsOf(url: URL | undefined, part: boolean | RedisTlsConfig): RedisTlsConfig | undefined {
  if (typeof part === 'object') return part
  return part || url?.protocol === 'rediss:' ? {} : undefined
}

/** As it may be shown: never with a password. */
export const shownAddress = ({ host, port }: RedisAddress): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

function parsed(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  // The text itself is not named: it may hold a password.
  if (url === undefined) throw new InvalidInputError('redisUrl', '…', 'use redis://user:password@host:port/db')
  if (url.protocol === 'redis:' || url.protocol === 'rediss:') return url
  throw new InvalidInputError('protocol of redisUrl', url.protocol, 'use redis:// or rediss://')
}

function hostOf(url: URL | undefined, part: string): string {
  const host = url === undefined || url.hostname === '' ? part : url.hostname.replace(/^\[|\]$/g, '')
  if (/^[^\s/@]+$/.test(host)) return host
  // It may be a whole URL, with a password.
  throw new InvalidInputError(
    'host',
    host.includes('@') ? '…' : host,
    'use a name or an address, without protocol or port',
  )
}

function secret(encoded: string | undefined): string | undefined {
  if (encoded === undefined || encoded === '') return undefined
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}
