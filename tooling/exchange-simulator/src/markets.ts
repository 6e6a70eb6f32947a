import type { Clock } from '@md/types'
import { type Instrument, type Listing, listInstrument } from './market/instrument.ts'
import { Market } from './market/market.ts'

/** All trades of all markets together; with a thousand markets each remembers fewer. */
const TRADES_REMEMBERED = 5_000_000
const MOST_PER_MARKET = 100_000

/**
 * Every market of one venue. A market opens when somebody first looks at it and never closes again: a symbol nobody ever
 * asked for costs nothing, and one that was asked for moves on while its client is away.
 */
export class Markets {
  readonly #clock: Clock
  readonly #seed: number
  readonly #levels: number
  readonly #instruments = new Map<string, Instrument>()
  readonly #byWire = new Map<string, Instrument>()
  readonly #open = new Map<string, Market>()
  /** In the order of their opening. */
  readonly #moving: Market[] = []

  constructor(
    symbols: readonly string[],
    listing: Listing,
    { clock, levels, seed }: { clock: Clock; seed: number; levels: number },
  ) {
    this.#clock = clock
    this.#seed = seed
    this.#levels = levels
    for (const symbol of symbols) {
      const instrument = listInstrument(symbol, listing)
      this.#instruments.set(symbol, instrument)
      this.#byWire.set(instrument.wire, instrument)
    }
  }

  get instruments(): Iterable<Instrument> {
    return this.#instruments.values()
  }

  get moving(): readonly Market[] {
    return this.#moving
  }

  bySymbol(symbol: string): Market | undefined {
    const instrument = this.#instruments.get(symbol)
    return instrument && this.open(instrument)
  }

  /** By the venue's own spelling. */
  byWire(wire: string): Market | undefined {
    const instrument = this.#byWire.get(wire)
    return instrument && this.open(instrument)
  }

  instrument(wire: string): Instrument | undefined {
    return this.#byWire.get(wire)
  }

  open(instrument: Instrument): Market {
    const held = this.#open.get(instrument.symbol)
    if (held) return held
    const history = Math.max(1000, Math.min(MOST_PER_MARKET, Math.floor(TRADES_REMEMBERED / this.#instruments.size)))
    const market = new Market(instrument, {
      seed: this.#seed,
      levels: this.#levels,
      history,
      openedAt: this.#clock.now(),
    })
    this.#open.set(instrument.symbol, market)
    this.#moving.push(market)
    return market
  }
}
