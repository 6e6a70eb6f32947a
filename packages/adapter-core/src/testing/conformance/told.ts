import type {
  Candle,
  Clock,
  ConnectionChange,
  EventMap,
  ExchangeErrorReport,
  Gap,
  IExchangeAdapter,
  OrderBook,
  Stamped,
  Ticker,
  Trade,
} from '@md/types'
import { FollowedBook } from './followed-book.ts'
import { bookFault, CandleRules, type Fault, stampFault, TradeRules, tickerFault } from './rules.ts'

/** What was told of one book, in short: each status, and each gap, once in a row. */
type BookStory = (OrderBook['status'] | 'gap')[]

/** Everything that an adapter tells, as it tells it, held against the rules that no event may break. */
export class Told {
  readonly trades: Trade[] = []
  readonly tickers: Ticker[] = []
  readonly candles: Candle[] = []
  readonly gaps: Gap[] = []
  readonly errors: ExchangeErrorReport[] = []
  readonly connected: ConnectionChange[] = []
  readonly disconnected: ConnectionChange[] = []
  readonly reconnecting: ConnectionChange[] = []
  /** Rules that were broken, and how. */
  readonly broken: string[] = []
  /** Events of any kind. */
  count = 0
  readonly #adapter: IExchangeAdapter
  readonly #clock: Clock
  readonly #listed: ReadonlySet<string>
  readonly #tradeRules = new TradeRules()
  readonly #candleRules = new CandleRules()
  readonly #followed = new Map<string, FollowedBook>()
  readonly #stories = new Map<string, BookStory>()

  constructor(adapter: IExchangeAdapter, clock: Clock, symbols: readonly string[]) {
    this.#adapter = adapter
    this.#clock = clock
    this.#listed = new Set(symbols)
    this.#hear('trade', (trade) => this.#market(this.trades, trade, this.#tradeRules.fault(trade)))
    this.#hear('ticker', (ticker) => this.#market(this.tickers, ticker, tickerFault(ticker)))
    this.#hear('candle', (candle) => this.#market(this.candles, candle, this.#candleRules.fault(candle)))
    this.#hear('orderbook', (book) => this.#book(book))
    this.#hear('gap', (gap) => this.#gap(gap))
    this.#hear('exchange:error', (error) => this.errors.push(error))
    this.#hear('exchange:connected', (change) => this.connected.push(change))
    this.#hear('exchange:disconnected', (change) => this.disconnected.push(change))
    this.#hear('exchange:reconnecting', (change) => this.reconnecting.push(change))
  }

  tradesOf(symbol: string): readonly Trade[] {
    return this.trades.filter((trade) => trade.symbol === symbol)
  }

  gapsOf(channel: Gap['channel'], symbol: string): readonly Gap[] {
    return this.gaps.filter((gap) => gap.channel === channel && gap.symbol === symbol)
  }

  errorsOf(code: string): readonly ExchangeErrorReport[] {
    return this.errors.filter((error) => error.code === code)
  }

  storyOf(symbol: string): readonly string[] {
    return this.#story(symbol)
  }

  /** The book that a consumer has who applied every change. */
  followed(symbol: string): FollowedBook {
    const known = this.#followed.get(symbol) ?? new FollowedBook()
    this.#followed.set(symbol, known)
    return known
  }

  /** The market is left alone for a while: its trades begin anew. */
  forget(symbol: string): void {
    this.#tradeRules.forget(symbol)
  }

  #hear<T extends keyof EventMap>(type: T, listener: (data: EventMap[T]) => void): void {
    this.#adapter.on(type, (data) => {
      this.count += 1
      if (data.exchange !== this.#adapter.exchange) this.broken.push(`${type} of ${data.exchange}`)
      if ('symbol' in data && !this.#listed.has(data.symbol)) this.broken.push(`${type} of ${data.symbol}`)
      listener(data)
    })
  }

  #market<T extends Stamped>(list: T[], event: T, fault: Fault): void {
    list.push(event)
    this.#check(event, fault)
    this.#check(event, stampFault(event, this.#clock.now()))
  }

  #book(book: OrderBook): void {
    this.#note(book.symbol, book.status)
    this.#check(book, bookFault(book))
    if (book.change === undefined) return
    this.#check(book, stampFault(book, this.#clock.now()))
    this.#check(book, this.followed(book.symbol).follow(book.change))
  }

  #gap(gap: Gap): void {
    this.gaps.push(gap)
    this.#tradeRules.gap(gap)
    if (gap.channel === 'orderbook') this.#note(gap.symbol, 'gap')
  }

  #check({ symbol }: Stamped, fault: Fault): void {
    if (fault !== undefined) this.broken.push(`${symbol}: ${fault}`)
  }

  #note(symbol: string, moment: BookStory[number]): void {
    const story = this.#story(symbol)
    if (story.at(-1) !== moment) story.push(moment)
  }

  #story(symbol: string): BookStory {
    const story = this.#stories.get(symbol) ?? []
    this.#stories.set(symbol, story)
    return story
  }
}
