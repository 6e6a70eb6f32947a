import assert from 'node:assert/strict'
import type { ChannelRequest, IExchangeAdapter, OrderBook } from '@md/types'
import { sameLevels } from './followed-book.ts'
import type { AdapterHarness, ExchangeUnderTest, ReceivedText, VenueFacts } from './harness.ts'
import type { TestClock } from './test-clock.ts'
import type { Told } from './told.ts'
import { type UntilOptions, until } from './until.ts'

/** Where one promise is kept: an exchange, an adapter, and what the adapter told. */
export class Stage {
  readonly venue: VenueFacts
  readonly exchange: ExchangeUnderTest
  readonly adapter: IExchangeAdapter
  readonly told: Told
  readonly clock: TestClock
  /** Another adapter of the same venue. */
  readonly make: AdapterHarness['adapter']

  constructor(parts: Pick<Stage, 'exchange' | 'adapter' | 'told' | 'clock'>, harness: AdapterHarness) {
    this.venue = harness
    this.make = (options) => harness.adapter(options)
    this.exchange = parts.exchange
    this.adapter = parts.adapter
    this.told = parts.told
    this.clock = parts.clock
  }

  /** Connects, and has every request acknowledged. */
  async begin(...requests: readonly ChannelRequest[]): Promise<void> {
    await this.adapter.connect()
    await Promise.all(requests.map((request) => this.adapter.subscribe(request)))
  }

  /** Moves the market on until `condition` holds. */
  until(what: string | (() => string), condition: () => boolean, options: UntilOptions = {}): Promise<void> {
    return until(what, condition, { meanwhile: () => this.exchange.step(), ...options })
  }

  /** Moves the market on until `count` more trades of `symbol` were told. */
  moreTrades(symbol: string, count: number): Promise<void> {
    const before = this.told.tradesOf(symbol).length
    return this.until(`${count} more trades of ${symbol}`, () => this.told.tradesOf(symbol).length >= before + count)
  }

  /** Once everything has arrived, what was told of the trades is what the venue knows, to the last digit. */
  async tradesAreTrue(symbol: string): Promise<void> {
    const { lastTradeId } = this.exchange.truth(symbol)
    const last = () => this.told.tradesOf(symbol).at(-1)?.id
    await until(
      () => `trade ${lastTradeId} of ${symbol}, the last told is ${last()}`,
      () => last() === lastTradeId,
    )

    const told = this.told.tradesOf(symbol).map(({ id, price, amount, side }) => ({ id, price, amount, side }))
    const missing = new Set(this.told.gapsOf('trades', symbol).flatMap((gap) => (gap.recovered ? [] : idsOf(gap))))
    const first = this.exchange.truth(symbol).trades.findIndex(({ id }) => id === told[0]?.id)
    const truth = this.exchange.truth(symbol).trades.slice(Math.max(0, first))
    assert.deepEqual(
      told,
      truth
        .filter(({ id }) => !missing.has(Number(id)))
        .map(({ id, price, amount, side }) => ({ id, price, amount, side })),
    )
  }

  /** Once everything has arrived, the book is live and the venue's, and so is the one made of its changes. */
  async bookIsTrue(symbol: string, levels = 10): Promise<OrderBook> {
    const book = () => this.adapter.orderBook(symbol)
    await until(
      () => `the book of ${symbol} is the venue's; it is ${book()?.status} after ${this.told.storyOf(symbol)}`,
      () => book()?.status === 'live' && this.#isTrue(book(), levels),
    )
    const settled = book()
    assert.ok(settled)
    assert.ok(this.told.followed(symbol).equals(settled), `the changes of ${symbol} do not make the book`)
    return settled
  }

  /** Everything about a market that was asked for, at a moment when nothing moves. */
  async isTrue(symbol: string): Promise<void> {
    await this.bookIsTrue(symbol)
    await this.tradesAreTrue(symbol)
  }

  /** How the venue spells a symbol. */
  async spelling(symbol: string): Promise<string> {
    const instruments = (await this.adapter.instruments?.(this.venue.exchange)) ?? []
    const instrument = instruments.find((one) => one.symbol === symbol)
    assert.ok(instrument, `${symbol} is not among the instruments`)
    return instrument.venueSymbol
  }

  /** What the exchange was asked for, and what was given up, frame by frame. */
  get requests(): readonly ReceivedText[] {
    return this.exchange.received.filter(({ text }) => /"(un)?subscribe"/i.test(text))
  }

  /** Requests that ask for a symbol, or give it up, by the venue's spelling. */
  requestsFor(verb: 'subscribe' | 'unsubscribe', spelling: string): readonly ReceivedText[] {
    const wanted = new RegExp(`"${verb}"`, 'i')
    return this.requests.filter(({ text }) => wanted.test(text) && text.toLowerCase().includes(spelling.toLowerCase()))
  }

  #isTrue(book: OrderBook | undefined, levels: number): boolean {
    const { bids, asks } = this.exchange.truth(book?.symbol ?? '')
    if (book === undefined) return false
    return (
      sameLevels(book.bids.top(levels), bids.slice(0, levels)) &&
      sameLevels(book.asks.top(levels), asks.slice(0, levels))
    )
  }
}

/** The ids of a gap, its ends included. */
function idsOf({ from, to }: { readonly from?: string; readonly to?: string }): number[] {
  const first = Number(from)
  return Array.from({ length: Number(to) - first + 1 }, (_, i) => first + i)
}
