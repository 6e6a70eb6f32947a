import type { Decimal, Fill, Instrument, Market } from '@md/types'
import { type Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'
import type { PositionView } from '../strategy/context.ts'
import { Account } from './account.ts'
import { effectOf } from './fill-effect.ts'
import { checkedSnapshot, type LedgerSnapshot } from './ledger-snapshot.ts'
import { MarketMap } from './market-map.ts'
import { SeenTrades } from './seen-trades.ts'
import { decimalsOf, type RoundTrip } from './trip.ts'

export type { RoundTrip } from './trip.ts'

/** What the books need to know of an instrument. */
export type LedgerInstrument = Pick<Instrument, 'base' | 'quote' | 'stepSize'>

export interface LedgerOptions {
  /** Asked once per market, when it is first named. */
  readonly instruments: (market: Market) => LedgerInstrument
  /** How many trades per market are remembered to tell duplicates; at most twice as many are kept. Default 1,000. */
  readonly remember?: number
}

/** What became of a fill. */
export type Applied =
  | { readonly outcome: 'applied'; readonly position: PositionView; readonly closed: RoundTrip | undefined }
  /** `certain` false: too old to tell. It was not counted; should it be new, it is missing. See `SeenTrades`. */
  | { readonly outcome: 'duplicate'; readonly position: PositionView; readonly certain: boolean }

interface Books {
  readonly instrument: LedgerInstrument
  readonly account: Account
  readonly seen: SeenTrades
}

/**
 * What one bot owns and earned, from its fills alone, exactly (to 60 digits in a sum). Positions have an average entry.
 * A fee in quote is realised at once; one in base is taken off the amount, and so is part of the average entry (of the
 * exit, for a seller); one in another asset is kept apart, in `fees()`. A position smaller than the venue's step
 * counts as closed for round trips, since nobody can sell it; it is held on, and the next one begins with it.
 */
export class Ledger {
  readonly #options: LedgerOptions
  readonly #books = new MarketMap<Books>((market) => this.#open(market))

  constructor(options: LedgerOptions) {
    this.#options = options
  }

  /** @throws InvalidInputError for a snapshot that is none */
  static restore(options: LedgerOptions, snapshot: unknown): Ledger {
    const ledger = new Ledger(options)
    for (const { exchange, symbol, account, seen } of checkedSnapshot(snapshot).markets) {
      const market = { exchange, symbol }
      const instrument = options.instruments(market)
      ledger.#books.set(market, {
        instrument,
        account: new Account(market, instrument.stepSize, account),
        seen: ledger.#seen(seen),
      })
    }
    return ledger
  }

  /**
   * Counts a fill, once by the venue's trade id.
   * @param at engine time; unset, the venue's time of the fill
   * @throws InvalidInputError for a fill no venue can mean; nothing has changed then
   */
  apply(fill: Fill, at: number = fill.timestamp): Applied {
    const { account, instrument, seen } = this.#books.of(fill)
    const sighting = seen.look(fill.tradeId, fill.timestamp)
    if (sighting !== 'new') return { outcome: 'duplicate', position: account.view, certain: sighting === 'seen' }

    const effect = effectOf(fill, instrument)
    seen.add(fill.tradeId, fill.timestamp)
    const closed = account.take(effect, at)
    return { outcome: 'applied', position: account.view, closed }
  }

  /** The venue's time of the last fill, ms since the epoch. */
  lastFillAt(market: Market): number | undefined {
    return this.#books.of(market).seen.latestAt
  }

  /** The same object until a fill changes it. */
  position(market: Market): PositionView {
    return this.#books.of(market).account.view
  }

  /** Of markets that were named, in the order in which they were. */
  positions(): readonly PositionView[] {
    return this.#accounts().map(({ view }) => view)
  }

  /** Not flat, but smaller than the venue's step: nothing can be done with it. */
  isDust(market: Market): boolean {
    return this.#books.of(market).account.isDust
  }

  /** Quote currency. Without a market the sum over all, quote currencies taken at par. */
  realised(market?: Market): Decimal {
    return toDecimal(this.#sum(market, ({ realised }) => realised))
  }

  /** Quote currency: what the position would bring at this price, less what it cost. */
  unrealised(market: Market, price: Decimal | number): Decimal {
    return toDecimal(this.#books.of(market).account.unrealised(exact(price)))
  }

  /** Quote currency received less paid, fees in quote included. */
  cashFlow(market?: Market): Decimal {
    return toDecimal(this.#sum(market, ({ cash }) => cash))
  }

  /** Quote currency, bought and sold. */
  volume(market?: Market): Decimal {
    return toDecimal(this.#sum(market, ({ volume }) => volume))
  }

  /** Value at entry of the positions of all other markets, short ones counted as positive. */
  exposureBut({ exchange, symbol }: Market): Exact {
    return this.#books.entries
      .filter(([of]) => of.exchange !== exchange || of.symbol !== symbol)
      .reduce((sum, [, { account }]) => sum.plus(account.cost.abs()), ZERO)
  }

  /** Everything paid in fees (less rebates), by asset, those in base and quote included. */
  fees(): Readonly<Record<string, Decimal>> {
    const total = new Map<string, Exact>()
    for (const { fees } of this.#accounts())
      for (const [asset, fee] of fees) total.set(asset, (total.get(asset) ?? ZERO).plus(fee))
    return decimalsOf(total)
  }

  /** JSON. */
  snapshot(): LedgerSnapshot {
    return {
      version: 1,
      markets: this.#books.entries.map(([{ exchange, symbol }, { account, seen }]) => ({
        exchange,
        symbol,
        account: account.snapshot(),
        seen: seen.snapshot(),
      })),
    }
  }

  #open(market: Market): Books {
    const instrument = this.#options.instruments(market)
    return { instrument, account: new Account(market, instrument.stepSize), seen: this.#seen() }
  }

  #seen(snapshot?: LedgerSnapshot['markets'][number]['seen']): SeenTrades {
    return new SeenTrades(this.#options.remember ?? 1_000, snapshot)
  }

  #accounts(): readonly Account[] {
    return this.#books.entries.map(([, { account }]) => account)
  }

  #sum(market: Market | undefined, of: (account: Account) => Exact): Exact {
    if (market !== undefined) return of(this.#books.of(market).account)
    return this.#accounts().reduce((sum, account) => sum.plus(of(account)), ZERO)
  }
}
