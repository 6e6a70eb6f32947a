import { MaintainedBook } from '@md/order-book'
import {
  type Clock,
  type EventMap,
  type ExchangeId,
  type Handle,
  type Level,
  type MarketEvent,
  type MarketFeed,
  type OrderBook,
  requestKey,
  type Side,
  type Subscription,
} from '@md/types'
import { aCandle, aTicker, aTrade } from '@md/types/testing'

interface Entry {
  readonly channel: Subscription['channel']
  readonly listener: (event: MarketEvent) => void
}

/** One market of a feed, moved by a test. What it tells is stamped with the clock. */
export class PaperFeed implements MarketFeed {
  readonly book: MaintainedBook
  /** What is subscribed to, in order. */
  readonly wanted: string[] = []
  /** Channels that are refused. */
  refused: readonly Subscription['channel'][] = []
  readonly #clock: Clock
  readonly #stamps: Clock
  readonly #exchange: ExchangeId
  readonly #entries = new Set<Entry>()
  #hasBook = false
  #tradeId = 0

  /** @param stamps by which it is said when something was received: `clock` unless told */
  constructor(
    clock: Clock,
    { exchange = 'binance', stamps = clock }: { readonly exchange?: ExchangeId; readonly stamps?: Clock } = {},
  ) {
    this.#clock = clock
    this.#stamps = stamps
    this.#exchange = exchange
    this.book = new MaintainedBook({ exchange, symbol: 'BTC/USDT', integrity: 'sequence' })
  }

  get listeners(): number {
    return this.#entries.size
  }

  async subscribe(want: Subscription, listener: (event: MarketEvent) => void = () => undefined): Promise<Handle> {
    if (this.refused.includes(want.channel)) throw new Error(`there is no ${want.channel}`)
    const entry = { channel: want.channel, listener }
    this.wanted.push(requestKey(want))
    this.#entries.add(entry)
    const unsubscribe = async (): Promise<void> => void this.#entries.delete(entry)
    return { unsubscribe, [Symbol.asyncDispose]: unsubscribe }
  }

  on<T extends keyof EventMap>(_type: T, _listener: (data: EventMap[T]) => void): () => void {
    return () => undefined
  }

  orderBook(_exchange: ExchangeId, symbol: string): OrderBook | undefined {
    return this.#hasBook && symbol === this.book.symbol ? this.book : undefined
  }

  showBook(bids: readonly Level[], asks: readonly Level[]): void {
    this.#hasBook = true
    this.book.snapshot({ bids, asks }, this.#stamp)
    this.book.become('live')
    this.#tell({ type: 'orderbook', data: this.book })
  }

  updateBook(bids: readonly Level[], asks: readonly Level[] = []): void {
    this.book.update({ bids, asks }, this.#stamp)
    this.#tell({ type: 'orderbook', data: this.book })
  }

  loseBook(): void {
    this.book.become('syncing')
    this.#tell({ type: 'orderbook', data: this.book })
  }

  trade(price: number, amount: number, side: Side): void {
    this.#tradeId += 1
    this.#tell({ type: 'trade', data: aTrade({ ...this.#stamp, id: String(this.#tradeId), price, amount, side }) })
  }

  ticker(last: number, bid: number, ask: number): void {
    this.#tell({ type: 'ticker', data: aTicker({ ...this.#stamp, last, bid, ask }) })
  }

  candle(particulars: Parameters<typeof aCandle>[0]): void {
    this.#tell({ type: 'candle', data: aCandle({ ...this.#stamp, ...particulars }) })
  }

  event(event: MarketEvent): void {
    this.#tell(event)
  }

  get #stamp() {
    return { exchange: this.#exchange, timestamp: this.#clock.now(), receivedAt: this.#stamps.now() }
  }

  #tell(event: MarketEvent): void {
    for (const { channel, listener } of [...this.#entries]) {
      if (CHANNEL_OF[event.type] === channel || CHANNEL_OF[event.type] === undefined) listener(event)
    }
  }
}

const CHANNEL_OF: Partial<Record<MarketEvent['type'], Subscription['channel']>> = {
  orderbook: 'orderbook',
  trade: 'trades',
  ticker: 'ticker',
  candle: 'candles',
}
