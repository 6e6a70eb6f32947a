import { createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import { InvalidInputError } from '@md/types'

/** An API key of Coinbase Exchange, as its three texts. For market data, a key without any permission to trade will do. */
export interface CoinbaseCredentials {
  readonly key: string
  /** As the venue shows it: base64. */
  readonly secret: string
  readonly passphrase: string
}

/** What a signed subscribe message has in addition. */
export interface SignedFields {
  readonly signature: string
  readonly key: string
  readonly passphrase: string
  /** Seconds since the epoch. A text: the venue calls a number an invalid message. */
  readonly timestamp: string
}

const REDACTED = '[redacted]'
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * Signs subscribe messages: base64 of HMAC-SHA256, keyed with the decoded secret, over the timestamp and
 * `GET/users/self/verify` (docs.cdp.coinbase.com/exchange/websocket-feed/authentication).
 * Neither printing nor serialising it shows what it holds.
 */
export class CoinbaseSigner {
  readonly #key: string
  readonly #secret: Buffer
  readonly #passphrase: string

  /** @throws InvalidInputError naming the field that cannot be used, never its value */
  constructor(credentials: CoinbaseCredentials) {
    const { key, secret, passphrase } = credentials ?? {}
    for (const [name, value] of Object.entries({ key, secret, passphrase })) {
      if (typeof value !== 'string' || value === '') throw unusable(name, 'a text that is not empty')
    }
    if (!BASE64.test(secret)) throw unusable('secret', 'base64, as the venue shows it')
    this.#key = key
    this.#secret = Buffer.from(secret, 'base64')
    this.#passphrase = passphrase
  }

  /** `now`: ms since the epoch. The venue accepts 30 seconds of difference to its own clock. */
  sign(now: number): SignedFields {
    const timestamp = String(Math.floor(now / 1_000))
    const signature = createHmac('sha256', this.#secret).update(`${timestamp}GET/users/self/verify`).digest('base64')
    return { signature, key: this.#key, passphrase: this.#passphrase, timestamp }
  }

  toJSON(): string {
    return REDACTED
  }

  [inspect.custom](): string {
    return `CoinbaseSigner ${REDACTED}`
  }
}

const unusable = (field: string, allowed: string): InvalidInputError =>
  new InvalidInputError(`credentials.${field}`, REDACTED, allowed)
