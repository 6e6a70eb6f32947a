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
  const host = hostOf(url, parts.host ?? 'localhost')
  const port = checkedNumber(
    'port',
    url === undefined || url.port === '' ? (parts.port ?? 6379) : Number(url.port),
    PORT,
  )
  const path = url?.pathname.replace(/^\//, '') ?? ''
  const tls = typeof parts.tls === 'object' ? parts.tls : {}
  return {
    address: { host, port },
    username: secret(url?.username) ?? parts.username,
    password: secret(url?.password) ?? parts.password,
    tls: url?.protocol === 'rediss:' || (parts.tls !== undefined && parts.tls !== false) ? tls : undefined,
    db: checkedNumber('db', path === '' ? (parts.db ?? 0) : Number(path), DB),
  }
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
  throw new InvalidInputError('host', host, 'use a name or an address, without protocol or port')
}

function secret(encoded: string | undefined): string | undefined {
  if (encoded === undefined || encoded === '') return undefined
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}
