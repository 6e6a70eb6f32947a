import type { DataChannel, DataFrame, Form } from '../frame.ts'
import type { LevelChange } from '../market/book.ts'
import { bucketStart } from '../market/candles.ts'
import type { Market, MarketStep } from '../market/market.ts'
import type { Connection } from '../server/connection.ts'
import type { VenueContext } from '../venue.ts'
import { BookView } from './book-view.ts'
import { bookChecksum } from './checksum.ts'
import * as frames from './frames.ts'
import type { Asked } from './subscription.ts'

const SNAPSHOT_TRADES = 50
const SNAPSHOT_CANDLES = 10

/** One pair: who listens to what. */
export class PairFeed {
  readonly market: Market
  readonly #context: VenueContext
  readonly #trades = new Set<Connection>()
  readonly #tickers = { trades: new Set<Connection>(), bbo: new Set<Connection>() }
  readonly #books = new Map<number, { readonly view: BookView; readonly to: Set<Connection> }>()
  readonly #candles = new Map<number, Set<Connection>>()
  #best = ''

  constructor(market: Market, context: VenueContext) {
    this.market = market
    this.#context = context
    this.#best = this.#bestNow()
  }

  leave(asked: Asked, connection: Connection): void {
    this.#audience(asked).delete(connection)
    const book = asked.channel === 'book' ? this.#books.get(asked.depth) : undefined
    if (book?.to.size === 0) this.#books.delete(asked.depth)
  }

  /** From here on the connection gets this, after its snapshot. */
  join(asked: Asked, connection: Connection): void {
    this.#audience(asked).add(connection)
    if (!asked.snapshot) return
    const only = new Set([connection])
    const now = this.#context.clock.now()
    switch (asked.channel) {
      case 'ticker':
        this.#send('ticker', 'snapshot', [{ text: frames.ticker('snapshot', this.market, now), to: only }])
        break
      case 'trade': {
        const trades = this.market.trades.latest(SNAPSHOT_TRADES)
        this.#send('trades', 'snapshot', [{ text: frames.trades('snapshot', this.market, trades), to: only }])
        break
      }
      case 'book': {
        const checksum = bookChecksum(this.market.book, this.market.instrument)
        this.#send('orderbook', 'snapshot', [
          { text: frames.bookSnapshot(this.market, asked.depth, { checksum, now }), to: only },
        ])
        break
      }
      case 'ohlc':
        this.#send('candles', 'snapshot', [{ text: this.#pastCandles(asked.interval, now), to: only }])
        break
      case 'instrument':
    }
  }

  moved({ changes, time, trades }: MarketStep): void {
    this.#bookMoved(changes, time)
    if (trades.length > 0 && this.#trades.size > 0) {
      this.#send('trades', 'update', [{ text: frames.trades('update', this.market, trades), to: this.#trades }])
    }
    this.#tickerMoved(trades.length > 0, time)
    if (trades.length > 0) this.#candlesMoved(time)
  }

  /** One message, however many depths it is cut to: a fault that loses it loses it for all. */
  #bookMoved(changes: readonly LevelChange[], now: number): void {
    if (this.#books.size === 0) return
    const forms: Form[] = []
    let checksum: number | undefined
    for (const { to, view } of this.#books.values()) {
      const difference = view.moved(changes)
      if (difference.bids.length + difference.asks.length === 0) continue
      checksum ??= bookChecksum(this.market.book, this.market.instrument)
      forms.push({ text: frames.bookUpdate(this.market, difference, { checksum, now }), to })
    }
    if (forms.length > 0) this.#send('orderbook', 'update', forms)
  }

  #tickerMoved(traded: boolean, now: number): void {
    const best = this.#bestNow()
    const moved = best !== this.#best
    this.#best = best
    const { bbo, trades } = this.#tickers
    const to = new Set([...(traded ? trades : []), ...(moved ? bbo : [])])
    if (to.size > 0) this.#send('ticker', 'update', [{ text: frames.ticker('update', this.market, now), to }])
  }

  #candlesMoved(now: number): void {
    for (const [minutes, to] of this.#candles) {
      if (to.size === 0) continue
      const length = minutes * 60_000
      const candle = this.market.candles(length).at(bucketStart(length, now))
      if (candle)
        this.#send('candles', 'update', [{ text: frames.ohlc('update', this.market, [candle], { minutes, now }), to }])
    }
  }

  /** Oldest first; minutes without trades are absent. */
  #pastCandles(minutes: number, now: number): string {
    const length = minutes * 60_000
    const from = bucketStart(length, now) - (SNAPSHOT_CANDLES - 1) * length
    const candles = this.market.candles(length).between(from, now, SNAPSHOT_CANDLES)
    return frames.ohlc('snapshot', this.market, candles, { minutes, now })
  }

  #audience({ channel, depth, interval, trigger }: Asked): Set<Connection> {
    if (channel === 'ticker') return trigger === 'bbo' ? this.#tickers.bbo : this.#tickers.trades
    if (channel === 'book') {
      const book = this.#books.get(depth) ?? { view: new BookView(this.market, depth), to: new Set() }
      this.#books.set(depth, book)
      return book.to
    }
    if (channel !== 'ohlc') return this.#trades
    const audience = this.#candles.get(interval) ?? new Set()
    this.#candles.set(interval, audience)
    return audience
  }

  #bestNow(): string {
    const { asks, bids } = this.market.book
    return `${bids.ticks(0)} ${bids.lots(0)} ${asks.ticks(0)} ${asks.lots(0)}`
  }

  #send(channel: DataChannel, kind: DataFrame['kind'], forms: readonly Form[]): void {
    this.#context.wire.send({ symbol: this.market.instrument.symbol, channel, kind, forms })
  }
}
