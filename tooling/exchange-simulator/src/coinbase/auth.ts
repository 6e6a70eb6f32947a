import { createHmac } from 'node:crypto'
import type { Credentials } from '../venue.ts'
import type { Auth } from './requests.ts'

const OLDEST_MS = 30_000

/** Why a signature is no good; `undefined` when it is. Without credentials of its own the venue only wants all four fields. */
export function authenticationFault(auth: Auth, credentials: Credentials | undefined, now: number): string | undefined {
  const { key, passphrase, signature, timestamp } = auth
  if (!key || !passphrase || !signature || !timestamp) return 'missing'
  if (!credentials) return undefined
  if (key !== credentials.key || passphrase !== credentials.passphrase) return 'invalid key'
  if (!(Math.abs(Number(timestamp) * 1000 - now) <= OLDEST_MS)) return 'timestamp expired'
  return signature === sign(credentials.secret, timestamp) ? undefined : 'invalid signature'
}

/** docs.cdp.coinbase.com/exchange/websocket-feed/authentication: the prehash of the feed has no body. */
const sign = (secret: string, timestamp: string): string =>
  createHmac('sha256', Buffer.from(secret, 'base64')).update(`${timestamp}GET/users/self/verify`).digest('base64')
