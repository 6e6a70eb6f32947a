import { MaintainedBook } from '@md/order-book'
import type { MarketEvent, OrderBook } from '@md/types'
import { aCandle, aTicker, aTrade } from '@md/types/testing'

const STAMP = { timestamp: 1_750_000_000_000, receivedAt: 1_750_000_000_001.5 }

export const tradeEvent = (id: number, symbol = 'BTC/USDT'): MarketEvent => ({
  type: 'trade',
  data: aTrade({ id: String(id), symbol, price: 100 + id / 10 }),
})

export const tickerEvent = (last: number, symbol = 'BTC/USDT'): MarketEvent => ({
  type: 'ticker',
  data: aTicker({ last, symbol, high24h: 200, volume24h: 1_234.5 }),
})

/** One of every type that has no book. */
export const ONE_OF_EACH: readonly MarketEvent[] = [
  tickerEvent(100),
  tradeEvent(1),
  { type: 'candle', data: aCandle({ closed: true }) },
  {
    type: 'gap',
    data: {
      exchange: 'binance',
      symbol: 'BTC/USDT',
      channel: 'trades',
      from: '3',
      to: '5',
      missed: 3,
      recovered: false,
      cause: 'sequence',
    },
  },
  {
    type: 'exchange:connected',
    data: { exchange: 'binance', state: 'CONNECTED', previous: 'CONNECTING', reason: 'open', at: 1_750_000_000_000 },
  },
  {
    type: 'exchange:reconnecting',
    data: {
      exchange: 'binance',
      state: 'RECONNECTING',
      previous: 'CONNECTED',
      reason: 'cut',
      at: 1_750_000_000_001,
      attempt: 1,
      delayMs: 20,
    },
  },
  {
    type: 'exchange:disconnected',
    data: {
      exchange: 'binance',
      state: 'DISCONNECTED',
      previous: 'RECONNECTING',
      reason: 'asked',
      at: 1_750_000_000_002,
    },
  },
  {
    type: 'exchange:error',
    data: {
      exchange: 'binance',
      at: 1_750_000_000_003,
      code: 'X',
      message: 'something',
      recovery: 'skip',
      context: { symbol: 'BTC/USDT', tries: 3, last: true },
    },
  },
]

/** A host's book: every call changes it and returns the event that says so. */
export class HostBook {
  readonly book: MaintainedBook
  #random = 7

  constructor(symbol = 'BTC/USDT') {
    this.book = new MaintainedBook({ exchange: 'binance', symbol, integrity: 'checksum' })
  }

  snapshot(levels = 20): MarketEvent {
    const bids = Array.from({ length: levels }, (_, i): [number, number] => [100 - i, i + 1])
    const asks = Array.from({ length: levels }, (_, i): [number, number] => [101 + i, i + 1])
    this.book.snapshot({ bids, asks }, STAMP, this.book.sequence + 1)
    this.book.status = 'live'
    return this.#event()
  }

  /** Another change each time, the same each run. */
  update(): MarketEvent {
    this.#random = (this.#random * 48_271) % 2_147_483_647
    const price = this.#random % 20
    const amount = this.#random % 7
    this.book.update({ bids: [[100 - price, amount]], asks: [[101 + price, amount + 1]] }, STAMP)
    return this.#event()
  }

  become(status: OrderBook['status']): MarketEvent {
    this.book.become(status)
    return this.#event()
  }

  /** The same object each time, as a manager's is. */
  #event(): MarketEvent {
    return { type: 'orderbook', data: this.book }
  }
}
