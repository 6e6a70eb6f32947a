import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIPv4 } from 'node:net'
import { type Answer, json } from './routes.ts'

export interface AuthorityOptions {
  /** Where HTTP listens. */
  readonly host: string
  readonly token: string | undefined
}

/**
 * Why this request may not command, or nothing. On loopback whoever can reach the port may, but no page in a browser;
 * beyond it, only who knows the token. A token that is set is always asked for.
 */
export function refusal(headers: IncomingHttpHeaders, { host, token }: AuthorityOptions): Answer | undefined {
  if (token === undefined && !isLoopback(host)) {
    const why = `HTTP listens on ${host}, beyond loopback, and no CONTROL_TOKEN is set: commands are off`
    return json(403, { error: why })
  }
  if (token !== undefined && !isBearer(headers.authorization, token))
    return json(401, { error: 'commands need "Authorization: Bearer" and the CONTROL_TOKEN of this process' })
  if (!isOwnOrigin(headers)) return json(403, { error: 'commands are not taken from pages of other origins' })
  // A name that somebody else's DNS points at loopback is how a page would get around its origin.
  if (token === undefined && !isLoopback(hostnameOf(headers.host)))
    return json(403, { error: 'commands are taken under the names 127.0.0.1, localhost and [::1] alone' })
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  return type === 'application/json'
    ? undefined
    : json(415, { error: 'commands need "Content-Type: application/json"' })
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))

/** Programs send no origin. */
const isOwnOrigin = ({ host, origin }: IncomingHttpHeaders): boolean =>
  origin === undefined || (host !== undefined && (origin === `http://${host}` || origin === `https://${host}`))

const hostnameOf = (host = ''): string =>
  host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()

/** Takes as long for a token that is nearly right as for one that is not. */
function isBearer(authorization: string | undefined, token: string): boolean {
  const given = /^bearer +(.*)$/i.exec(authorization ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(given), digest(token))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
