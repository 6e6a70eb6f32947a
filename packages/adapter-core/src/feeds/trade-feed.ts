import type { Candle, Gap, Interval, Trade } from '@md/types'
import { CandleBuilder } from '../candles/candle-builder.ts'
import { CandleSeries } from '../candles/candle-series.ts'
import { AbandonedError } from '../errors.ts'
import type { WireRequest } from '../protocol.ts'
import type { MissingTrades } from '../trades/hole.ts'
import { TradeSequence } from '../trades/trade-sequence.ts'
import type { Feed, FeedParts } from './feed.ts'

interface BuiltCandles {
  readonly builder: CandleBuilder
  readonly series: CandleSeries
}

/** One market's trades in order, and the candles that are built from them. */
export class TradeFeed implements Feed {
  readonly #parts: FeedParts
  readonly #request: WireRequest
  readonly #sequence: TradeSequence
  readonly #candles = new Map<Interval, BuiltCandles>()
  /** Whether the trades themselves are wanted, and not only candles made of them. */
  wanted = false
  #stopped = false
  messages = 0

  constructor(request: WireRequest, parts: FeedParts) {
    this.#parts = parts
    this.#request = request
    const { protocol, settings, counters } = parts
    this.#sequence = new TradeSequence(
      {
        exchange: protocol.exchange,
        symbol: request.symbol,
        clock: settings.clock,
        random: settings.random,
        counters: counters.trades,
        deadline: settings.backfill.deadline,
      },
      {
        emit: (trade) => this.#deliver(trade),
        gap: (gap) => this.#gap(gap),
        fetch: (missing) => void this.#fetch(missing),
      },
    )
  }

  trade(trade: Trade): void {
    this.messages += 1
    this.#sequence.receive(trade)
  }

  watermark(id: string): void {
    this.#sequence.watermark(id)
  }

  buildCandles(interval: Interval): void {
    if (this.#candles.has(interval)) return
    const series = new CandleSeries(
      { closing: 'here', clock: this.#parts.settings.clock, whole: () => this.#sequence.whole },
      { emit: (candle) => this.#parts.emit('candle', candle), gap: (gap) => this.#parts.emit('gap', gap) },
    )
    this.#candles.set(interval, { builder: new CandleBuilder(interval), series })
  }

  stopCandles(interval: Interval): void {
    this.#candles.get(interval)?.series.stop()
    this.#candles.delete(interval)
  }

  subscribed(): void {
    this.#sequence.resumed()
  }

  lost(): void {
    this.#sequence.lost()
  }

  stop(): void {
    this.#stopped = true
    this.#sequence.stop()
    for (const interval of [...this.#candles.keys()]) this.stopCandles(interval)
  }

  #deliver(trade: Trade): void {
    if (this.wanted) this.#parts.emit('trade', trade)
    for (const { builder, series } of this.#candles.values()) {
      const candle: Candle | undefined = builder.add(trade)
      if (candle) series.receive(candle)
    }
  }

  #gap(gap: Gap): void {
    if (this.wanted) this.#parts.emit('gap', gap)
    if (gap.recovered) return
    for (const { builder, series } of this.#candles.values()) {
      const candle = builder.interrupted()
      if (candle) series.receive(candle)
    }
  }

  async #fetch(missing: MissingTrades): Promise<void> {
    const { protocol, settings, get } = this.#parts
    const { maxPages } = settings.backfill
    if (!protocol.rest.trades || maxPages === 0) return this.#sequence.unavailable(missing)
    // The rest of a fetch that comes too late would only keep the next one waiting.
    const wanted = () => this.#sequence.awaits(missing)
    try {
      const { after, afterTimestamp, before } = missing
      const { symbol, venueSymbol } = this.#request
      const hole = { symbol, venueSymbol, afterId: after, beforeId: before, afterTimestamp, maxPages }
      const trades = await protocol.rest.trades((path, query, weight) => get(path, query, weight, wanted), hole)
      const receivedAt = settings.clock.now()
      this.#sequence.fill(
        missing,
        trades.map((trade) => ({ ...trade, receivedAt })),
      )
    } catch (error) {
      if (!this.#stopped && !(error instanceof AbandonedError)) this.#parts.report(error)
      this.#sequence.unavailable(missing)
    }
  }
}
