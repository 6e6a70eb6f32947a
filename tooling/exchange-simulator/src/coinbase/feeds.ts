import type { DataChannel, DataFrame } from '../frame.ts'
import type { LevelChange } from '../market/book.ts'
import type { Market, MarketStep } from '../market/market.ts'
import type { MarketTrade } from '../market/trade.ts'
import { Pace } from '../pace.ts'
import type { Connection } from '../server/connection.ts'
import type { VenueContext } from '../venue.ts'
import type { ChannelName } from './channels.ts'
import * as frames from './frames.ts'

const BATCH_MS = 50
const TICKER_BATCH_MS = 5000

type Audiences = Readonly<Record<ChannelName, Set<Connection>>>

/** One product: who listens to what, and what waits for the next batch. */
export class ProductFeed {
  readonly market: Market
  readonly #context: VenueContext
  readonly #audiences: Audiences
  readonly #levelPace: Pace
  readonly #tickerPace: Pace
  readonly #waiting = new Map<string, LevelChange>()
  #lastSequence: number

  constructor(market: Market, context: VenueContext) {
    this.market = market
    this.#context = context
    this.#lastSequence = market.sequence
    this.#levelPace = new Pace(context.manual ? 0 : BATCH_MS)
    this.#tickerPace = new Pace(context.manual ? 0 : TICKER_BATCH_MS)
    const nobody = (): Set<Connection> => new Set()
    this.#audiences = {
      heartbeat: nobody(),
      ticker: nobody(),
      ticker_1000: nobody(),
      matches: nobody(),
      level2: nobody(),
      level2_50: nobody(),
      status: nobody(),
    } // prettier-ignore
  }

  leave(channel: ChannelName, connection: Connection): void {
    this.#audiences[channel].delete(connection)
  }

  /** From here on the connection gets this channel, after what the channel begins with. */
  join(channel: ChannelName, connection: Connection): void {
    this.#audiences[channel].add(connection)
    const only = new Set([connection])
    const now = this.#context.clock.now()
    const { lastTrade } = this.market
    if (channel === 'level2' || channel === 'level2_50')
      this.#send('orderbook', 'snapshot', frames.snapshot(this.market, now), only)
    if (channel === 'matches')
      this.#send('trades', 'snapshot', frames.match('last_match', this.market, lastTrade, this.#lastSequence), only)
    if (channel === 'ticker' || channel === 'ticker_1000')
      this.#send('ticker', 'snapshot', frames.ticker(this.market, lastTrade, this.#lastSequence), only)
  }

  moved({ changes, time, trades }: MarketStep): void {
    for (const [index, trade] of trades.entries())
      this.#traded(trade, this.market.sequence - 2 * (trades.length - 1 - index))

    const { level2, level2_50: batched, ticker_1000: tickers } = this.#audiences
    if (trades.length > 0 && tickers.size > 0 && this.#tickerPace.due(time)) {
      this.#send('ticker', 'update', frames.ticker(this.market, this.market.lastTrade, this.#lastSequence), tickers)
    }
    if (level2.size > 0 && changes.length > 0)
      this.#send('orderbook', 'update', frames.l2update(this.market, changes, time), level2)
    if (batched.size === 0) {
      this.#waiting.clear()
      return
    }

    for (const change of changes) this.#waiting.set(`${change.side}${change.ticks}`, change)
    if (this.#waiting.size === 0 || !this.#levelPace.due(time)) return
    this.#send('orderbook', 'update', frames.l2update(this.market, this.#waiting.values(), time), batched)
    this.#waiting.clear()
  }

  beat(): void {
    const { heartbeat } = this.#audiences
    if (heartbeat.size === 0) return
    const frame = frames.heartbeat(this.market, this.#context.clock.now())
    for (const connection of heartbeat) connection.send(frame)
  }

  /** A match and the ticker of the same trade carry the same sequence. */
  #traded(trade: MarketTrade, sequence: number): void {
    this.#lastSequence = sequence
    const { matches, ticker } = this.#audiences
    if (matches.size > 0) this.#send('trades', 'update', frames.match('match', this.market, trade, sequence), matches)
    if (ticker.size > 0) this.#send('ticker', 'update', frames.ticker(this.market, trade, sequence), ticker)
  }

  #send(channel: DataChannel, kind: DataFrame['kind'], text: string, to: ReadonlySet<Connection>): void {
    this.#context.wire.send({ symbol: this.market.instrument.symbol, channel, kind, forms: [{ text, to }] })
  }
}
