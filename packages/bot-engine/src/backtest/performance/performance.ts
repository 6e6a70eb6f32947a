import { type Decimal, type Fill, type Instrument, InvalidInputError, type Market } from '@md/types'
import { Ledger, type RoundTrip } from '../../ledger/ledger.ts'
import { Drawdown } from './drawdown.ts'
import { EquityCurve, type EquityPoint } from './equity-curve.ts'
import { annualised, type Metrics, ratiosOf } from './metrics.ts'
import { PeriodValues } from './period-values.ts'
import { TripTally } from './trip-figures.ts'

export interface PerformanceOptions {
  /** Quote currency. */
  readonly capital: Decimal
  /** Of every market that is traded, the first one first. */
  readonly instruments: readonly Instrument[]
  /** ms since the epoch. */
  readonly start: number
}

interface Holding {
  readonly market: Market
  price: number
  size: number
  cash: number
}

/** Keeps the books of a run from fills and prices alone, apart from the engine's own. */
export class Performance {
  readonly #capital: number
  readonly #options: PerformanceOptions
  readonly #ledger: Ledger
  readonly #holdings: readonly Holding[]
  readonly #curve = new EquityCurve()
  readonly #drawdown = new Drawdown()
  readonly #tally = new TripTally()
  readonly #values = {
    minute: new PeriodValues('minute'),
    hour: new PeriodValues('hour'),
    day: new PeriodValues('day'),
  }
  #at: number
  #equity: number
  #exposure = 0
  #timeInMarket = 0
  #exposureTime = 0
  #fills = 0
  #firstPrice: number | undefined

  constructor(options: PerformanceOptions) {
    const { capital, instruments, start } = options
    this.#options = options
    this.#capital = Number(capital)
    this.#equity = this.#capital
    this.#at = start
    this.#holdings = instruments.map(({ exchange, symbol }) => ({
      market: { exchange, symbol },
      price: 0,
      size: 0,
      cash: 0,
    }))
    this.#ledger = new Ledger({ instruments: (market) => found(instruments, market) })
  }

  /** A price of a market that is not traded is left alone. */
  price(exchange: string, symbol: string, price: number, at: number): void {
    const holding = this.#holdingOf(exchange, symbol)
    if (holding === undefined || !(price > 0)) return
    this.#pass(at)
    holding.price = price
    this.#firstPrice ??= holding === this.#holdings[0] ? price : undefined
    this.#value()
  }

  /** Returns the round trip that it ended. */
  fill(fill: Fill, at: number): RoundTrip | undefined {
    const applied = this.#ledger.apply(fill, at)
    if (applied.outcome === 'duplicate') return undefined
    this.#fills += 1
    this.#pass(at)
    const holding = this.#holdingOf(fill.exchange, fill.symbol)
    if (holding !== undefined) {
      holding.size = applied.position.size
      holding.cash = Number(this.#ledger.cashFlow(fill))
      holding.price ||= Number(fill.price)
    }
    this.#value()
    if (applied.closed !== undefined) this.#tally.add(applied.closed)
    return applied.closed
  }

  get curve(): readonly EquityPoint[] {
    return this.#curve.points
  }

  /** Positions that are open, by market. */
  get positions(): ReturnType<Ledger['positions']> {
    return this.#ledger.positions().filter(({ size }) => size !== 0)
  }

  metrics(end: number): Metrics {
    this.#pass(end)
    const { capital, start } = this.#options
    const lasted = Math.max(this.#at - start, 1)
    const pnl = this.#equity - this.#capital
    const realised = this.#ledger.realised()
    const { day, hour, minute } = this.#values
    return {
      from: start,
      to: this.#at,
      capital,
      finalEquity: this.#equity,
      pnl,
      realised,
      unrealised: pnl - Number(realised),
      return: pnl / this.#capital,
      annualReturn: annualised(pnl / this.#capital, lasted),
      fills: this.#fills,
      fees: this.#ledger.fees(),
      maxDrawdown: this.#drawdown.figures,
      ratios: ratiosOf({ minute: minute.values, hour: hour.values, day: day.values }),
      timeInMarket: this.#timeInMarket / lasted,
      averageExposure: this.#exposureTime / lasted,
      volume: this.#ledger.volume(),
      turnover: Number(this.#ledger.volume()) / this.#capital,
      buyAndHold: this.#buyAndHold(),
      ...this.#tally.figures,
    }
  }

  #buyAndHold(): Metrics['buyAndHold'] {
    const last = this.#holdings[0]?.price
    if (this.#firstPrice === undefined || last === undefined) return undefined
    const gained = last / this.#firstPrice - 1
    return { return: gained, pnl: gained * this.#capital }
  }

  /** What was held until now was held for so long. */
  #pass(at: number): void {
    const passed = at - this.#at
    if (!(passed > 0)) return
    this.#at = at
    if (this.#exposure === 0) return
    this.#timeInMarket += passed
    if (this.#equity > 0) this.#exposureTime += (passed * this.#exposure) / this.#equity
  }

  #value(): void {
    let equity = this.#capital
    let exposure = 0
    for (const { cash, price, size } of this.#holdings) {
      equity += cash + size * price
      exposure += Math.abs(size * price)
    }
    this.#equity = equity
    this.#exposure = exposure
    this.#curve.add(this.#at, equity, this.#holdings[0]?.price ?? 0)
    this.#drawdown.add(this.#at, equity)
    this.#values.minute.add(this.#at, equity)
    this.#values.hour.add(this.#at, equity)
    this.#values.day.add(this.#at, equity)
  }

  #holdingOf(exchange: string, symbol: string): Holding | undefined {
    for (const holding of this.#holdings)
      if (holding.market.symbol === symbol && holding.market.exchange === exchange) return holding
    return undefined
  }
}

function found(instruments: readonly Instrument[], market: Market): Instrument {
  const instrument = instruments.find(
    ({ exchange, symbol }) => exchange === market.exchange && symbol === market.symbol,
  )
  if (instrument === undefined) throw new InvalidInputError('fill of', market.symbol, 'one of a market that is traded')
  return instrument
}
