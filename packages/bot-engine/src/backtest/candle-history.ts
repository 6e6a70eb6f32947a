import type { Candle, ExchangeId, Instrument, Interval, Market, ReferenceData } from '@md/types'

/** More than any indicator needs. */
const KEPT = 5_000

/** What was closed before the bot begins, for its warm-up; and the instruments of the run. */
export class CandleHistory implements ReferenceData {
  readonly #instruments: readonly Instrument[]
  readonly #candles = new Map<string, Candle[]>()

  constructor(instruments: readonly Instrument[]) {
    this.#instruments = instruments
  }

  /** Closed candles, oldest first; the last of them are kept. */
  readonly add = (candle: Candle): void => {
    const key = keyOf(candle, candle.interval)
    const candles = this.#candles.get(key) ?? []
    this.#candles.set(key, candles)
    candles.push(candle)
    if (candles.length >= 2 * KEPT) candles.splice(0, KEPT)
  }

  async instruments(exchange: ExchangeId): Promise<readonly Instrument[]> {
    return this.#instruments.filter((instrument) => instrument.exchange === exchange)
  }

  async candles(of: Market, interval: Interval, from: number, to: number): Promise<readonly Candle[]> {
    const candles = this.#candles.get(keyOf(of, interval)) ?? []
    return candles.filter(({ openTime }) => openTime >= from && openTime < to)
  }
}

const keyOf = ({ exchange, symbol }: Market, interval: Interval): string => `${exchange} ${symbol} ${interval}`
