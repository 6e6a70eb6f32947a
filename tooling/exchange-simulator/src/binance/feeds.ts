import type { Form } from '../frame.ts'
import type { Market, MarketStep } from '../market/market.ts'
import { Pace } from '../pace.ts'
import type { Connection } from '../server/connection.ts'
import type { VenueContext } from '../venue.ts'
import { miniTicker } from './frames.ts'
import { openStream, type Stream } from './streams.ts'

const ALL_MINI_TICKERS = '!miniTicker@arr'

/** Who listens to a stream, and in which wrapping. */
class Audience {
  readonly #name: string
  readonly #raw = new Set<Connection>()
  readonly #combined = new Set<Connection>()

  constructor(name: string) {
    this.#name = name
  }

  get empty(): boolean {
    return this.#raw.size + this.#combined.size === 0
  }

  admit(connection: Connection, combined: boolean): void {
    this.dismiss(connection)
    ;(combined ? this.#combined : this.#raw).add(connection)
  }

  dismiss(connection: Connection): void {
    this.#raw.delete(connection)
    this.#combined.delete(connection)
  }

  forms(payload: string): readonly Form[] {
    const forms: Form[] = []
    if (this.#raw.size > 0) forms.push({ text: payload, to: this.#raw })
    if (this.#combined.size > 0)
      forms.push({ text: `{"stream":"${this.#name}","data":${payload}}`, to: this.#combined })
    return forms
  }
}

interface Feed {
  readonly name: string
  readonly stream: Stream
  readonly audience: Audience
}

/** Every stream somebody listens to. */
export class Feeds {
  readonly #context: VenueContext
  /** By unified symbol, then by stream name. */
  readonly #feeds = new Map<string, Map<string, Feed>>()
  readonly #allMini = new Audience(ALL_MINI_TICKERS)
  readonly #allMiniPace: Pace
  readonly #changed = new Set<Market>()

  constructor(context: VenueContext) {
    this.#context = context
    this.#allMiniPace = new Pace(context.manual ? 0 : 1000)
  }

  /** A stream nobody knows is accepted all the same, and stays silent for ever. */
  join(name: string, connection: Connection, combined: boolean): void {
    if (name === ALL_MINI_TICKERS) {
      this.#allMini.admit(connection, combined)
      return
    }
    this.#feed(name, true)?.audience.admit(connection, combined)
  }

  leave(name: string, connection: Connection): void {
    if (name === ALL_MINI_TICKERS) {
      this.#allMini.dismiss(connection)
      return
    }
    const feed = this.#feed(name, false)
    feed?.audience.dismiss(connection)
    if (feed?.audience.empty) this.#feeds.get(symbolOf(name))?.delete(name)
  }

  moved(market: Market, step: MarketStep): void {
    if (!this.#allMini.empty) this.#changed.add(market)
    const feeds = this.#feeds.get(market.instrument.wire)
    if (!feeds) return

    const now = Math.floor(step.time)
    for (const { audience, stream } of feeds.values()) {
      for (const payload of stream.moved(market, step, now)) {
        this.#context.wire.send({
          symbol: market.instrument.symbol,
          channel: stream.channel,
          kind: 'update',
          forms: audience.forms(payload),
        })
      }
    }
  }

  /** After every market had its step: the array of those that changed. */
  settled(now: number): void {
    if (this.#changed.size === 0 || !this.#allMiniPace.due(now)) return
    const rows = [...this.#changed].map((market) => miniTicker(market, now))
    this.#changed.clear()
    for (const { text, to } of this.#allMini.forms(`[${rows.join(',')}]`))
      for (const connection of to) connection.send(text)
  }

  #feed(name: string, create: boolean): Feed | undefined {
    const symbol = symbolOf(name)
    const feeds = this.#feeds.get(symbol) ?? new Map<string, Feed>()
    const held = feeds.get(name)
    if (held || !create) return held

    const at = name.indexOf('@')
    // Stream names are lower case; `BTCUSDT@trade` is one of the unknown ones.
    const known =
      name.slice(0, Math.max(0, at)) === symbol.toLowerCase() ? this.#context.markets.byWire(symbol) : undefined
    const stream = known && openStream(name.slice(at + 1), this.#context.manual)
    if (!stream) return undefined
    const feed = { name, stream, audience: new Audience(name) }
    feeds.set(name, feed)
    this.#feeds.set(symbol, feeds)
    return feed
  }
}

const symbolOf = (name: string): string => name.slice(0, Math.max(0, name.indexOf('@'))).toUpperCase()
