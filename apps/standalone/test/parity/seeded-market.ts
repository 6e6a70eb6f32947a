import { BookSequences, type PlayedEvent, recordedEvent, seededRandom } from '@md/bot-engine/backtest'
import { anInstrument } from '@md/bot-engine/testing'
import { MaintainedBook } from '@md/order-book'
import {
  type ConnectionChange,
  ConnectionState,
  type ExchangeId,
  type Instrument,
  type Level,
  type MarketEvent,
} from '@md/types'

const START = 1_750_000_020_000
const MINUTE = 60_000
const LEVELS = 8

export const SYMBOL = 'BTC/USDT'

export const instrumentAt = (exchange: ExchangeId): Instrument =>
  anInstrument({ exchange, symbol: SYMBOL }, { minNotional: '5' })

/**
 * What the adapters of two exchanges tell in some twenty minutes, the same for the same seed: prices that swing, trades,
 * books with holes, candles, a lost connection now and then, silence, and events that are late.
 */
export function seededMarket(seed: number, count: number): readonly PlayedEvent[] {
  const time = { now: START }
  const random = seededRandom(seed)
  const street = { random, time, events: [] as PlayedEvent[], sequences: new BookSequences() }
  const markets = [new Market('binance', street, 'sequence'), new Market('kraken', street, 'checksum')]
  for (const market of markets) market.snapshot()
  for (let i = 0; i < count; i++) {
    time.now += random() < 0.15 ? 0 : 50 + random() * 2_000
    const market = markets[random() < 0.6 ? 0 : 1]
    market?.move()
    if (i % 97 === 60) market?.incident()
  }
  return street.events
}

interface Street {
  readonly random: () => number
  readonly time: { now: number }
  readonly events: PlayedEvent[]
  readonly sequences: BookSequences
}

class Market {
  readonly #exchange: ExchangeId
  readonly #street: Street
  readonly #book: MaintainedBook
  #price = 100
  #drift = 0
  #trades = 0
  #candle = { openTime: START, open: 100, high: 100, low: 100 }

  constructor(exchange: ExchangeId, street: Street, integrity: 'sequence' | 'checksum') {
    this.#exchange = exchange
    this.#street = street
    this.#book = new MaintainedBook({ exchange, symbol: SYMBOL, integrity })
  }

  snapshot(): void {
    this.#book.snapshot({ bids: this.#side(-1), asks: this.#side(1) }, this.#when)
    this.#book.become('live')
    this.#tellBook()
  }

  move(): void {
    this.#walk()
    this.#closeCandles()
    const dice = this.#street.random()
    if (dice < 0.3) this.#tellTicker()
    else if (dice < 0.6) this.#tellTrade()
    else if (dice < 0.92) this.#updateBook()
    else this.#tellCandle(false)
  }

  incident(): void {
    const { random, time } = this.#street
    const dice = random()
    if (dice < 0.35) this.#loseBook()
    else if (dice < 0.6) this.#loseConnection(dice < 0.5 ? 2_000 : 45_000)
    else if (dice < 0.75) time.now += 40_000
    else
      this.#tell({
        type: 'gap',
        data: { ...this.#market, channel: 'trades', missed: 3, recovered: false, cause: 'drop' },
      })
  }

  get #market() {
    return { exchange: this.#exchange, symbol: SYMBOL }
  }

  /** Of two exchanges one sends its time, which is now and then earlier than what was before. */
  get #when() {
    const { random, time } = this.#street
    const age = random() < 0.1 ? 5_000 : 20
    return { timestamp: this.#exchange === 'binance' ? Math.floor(time.now - age) : undefined, receivedAt: time.now }
  }

  #walk(): void {
    const { random } = this.#street
    if (random() < 0.02) this.#drift = (random() - 0.5) * 1.2
    const home = (100 - this.#price) * 0.01
    this.#price = round(this.#price + this.#drift + home + (random() - 0.5) * 0.8)
    const candle = this.#candle
    candle.high = Math.max(candle.high, this.#price)
    candle.low = Math.min(candle.low, this.#price)
  }

  #closeCandles(): void {
    while (this.#street.time.now >= this.#candle.openTime + MINUTE) {
      this.#tellCandle(true)
      const price = this.#price
      this.#candle = { openTime: this.#candle.openTime + MINUTE, open: price, high: price, low: price }
    }
  }

  #tellCandle(closed: boolean): void {
    const { openTime } = this.#candle
    const particulars = {
      interval: '1m',
      closeTime: openTime + MINUTE - 1,
      close: this.#price,
      volume: 7,
      closed,
    } as const
    this.#tell({ type: 'candle', data: { ...this.#market, ...this.#when, ...this.#candle, ...particulars } })
  }

  #tellTicker(): void {
    const last = this.#price
    const quote = { bid: round(last - 0.1), ask: round(last + 0.1), quote: 'live' } as const
    this.#tell({ type: 'ticker', data: { ...this.#market, ...this.#when, last, ...quote } })
  }

  #tellTrade(): void {
    const { random } = this.#street
    this.#trades += 1
    const side = random() < 0.5 ? 'buy' : 'sell'
    const trade = {
      id: String(this.#trades),
      price: this.#price,
      amount: 0.1 + Math.floor(random() * 50) / 10,
      side,
    } as const
    this.#tell({ type: 'trade', data: { ...this.#market, ...this.#when, ...trade, origin: 'live' } })
  }

  #updateBook(): void {
    const sides = [this.#changes('bids', this.#side(-1)), this.#changes('asks', this.#side(1))] as const
    this.#book.update({ bids: sides[0], asks: sides[1] }, this.#when)
    this.#tellBook()
  }

  /** What makes one side of the book another. */
  #changes(side: 'bids' | 'asks', wanted: readonly Level[]): readonly Level[] {
    const prices = new Set(wanted.map(([price]) => price))
    const gone = this.#book[side].top(LEVELS).filter(([price]) => !prices.has(price))
    return [...gone.map(([price]) => [price, 0] as const), ...wanted]
  }

  #side(direction: 1 | -1): readonly Level[] {
    return Array.from({ length: LEVELS }, (_, i) => {
      const amount = 0.5 + Math.floor(this.#street.random() * 40) / 10
      return [round(this.#price + direction * (0.05 + i * 0.1)), amount] as const
    })
  }

  #loseBook(): void {
    this.#tell({
      type: 'gap',
      data: {
        ...this.#market,
        channel: 'orderbook',
        from: '7',
        to: '9',
        missed: 3,
        recovered: false,
        cause: 'sequence',
      },
    })
    this.#book.become('syncing')
    this.#tellBook()
    this.#street.time.now += 300
    this.#tellTicker()
    this.snapshot()
  }

  #loseConnection(forMs: number): void {
    this.#tell({ type: 'exchange:disconnected', data: this.#change(ConnectionState.RECONNECTING, 'closed (1006)') })
    this.#book.become('stale')
    this.#tellBook()
    this.#tell({ type: 'exchange:reconnecting', data: this.#change(ConnectionState.RECONNECTING, 'closed (1006)') })
    this.#street.time.now += forMs
    this.#tell({ type: 'exchange:connected', data: this.#change(ConnectionState.CONNECTED, 'open again') })
    this.snapshot()
  }

  #change(state: ConnectionChange['state'], reason: string): ConnectionChange {
    return { exchange: this.#exchange, state, previous: ConnectionState.CONNECTED, reason, at: this.#street.time.now }
  }

  #tellBook(): void {
    this.#tell({ type: 'orderbook', data: this.#book })
  }

  #tell(event: MarketEvent): void {
    this.#street.events.push(recordedEvent(event, this.#street.sequences))
  }
}

const round = (price: number): number => Math.round(price * 100) / 100
