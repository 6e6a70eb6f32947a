import { systemClock } from '@md/runtime'
import type { Gap, Trade } from '@md/types'
import type { RedisEventBridge } from '../src/index.ts'

export interface Account {
  readonly delivered: number
  /** Never delivered, though something before and something behind them was. */
  readonly skipped: number
  /** The highest numbers of all symbols, added up: once everything is delivered, as many as were published. */
  readonly reached: number
  /** Announced as missing. */
  readonly missed: number
  /** Announcements of losses of unknown size. */
  readonly unknown: number
  readonly twice: number
  readonly disorder: number
}

interface Market {
  readonly ids: Set<number>
  readonly first: number
  last: number
}

/** What a subscriber is told of a `Load`, by the numbers in the trades alone: nothing that the bridge counts itself. */
export class Ledger {
  readonly gaps: Gap[] = []
  readonly #markets = new Map<string, Market>()
  #delivered = 0
  #twice = 0
  #disorder = 0
  #heardAt = systemClock.monotonic()
  #silenceMs = 0

  /** @param of which trades to write down; by default all */
  constructor(subscriber: RedisEventBridge, of: (symbol: string) => boolean = () => true) {
    subscriber.on('trade', (trade) => {
      if (of(trade.symbol)) this.#take(trade)
    })
    subscriber.on('gap', (gap) => this.gaps.push(gap))
  }

  get account(): Account {
    const missed = this.gaps.reduce((sum, gap) => sum + (gap.missed ?? 0), 0)
    const markets = [...this.#markets.values()]
    return {
      delivered: this.#delivered,
      skipped: markets.reduce((sum, { first, ids, last }) => sum + last - first + 1 - ids.size, 0),
      reached: markets.reduce((sum, { last }) => sum + last, 0),
      missed,
      unknown: this.gaps.filter((gap) => gap.missed === undefined).length,
      twice: this.#twice,
      disorder: this.#disorder,
    }
  }

  get delivered(): number {
    return this.#delivered
  }

  /** When the last trade came, in monotonic ms. */
  get heardAt(): number {
    return this.#heardAt
  }

  /** Ms without a trade: the longest since it was last asked. */
  takeSilence(): number {
    const silence = this.#silenceMs
    this.#silenceMs = 0
    return silence
  }

  /** Those of a symbol that never came, between the first and the last that did. */
  missingOf(symbol: string): readonly number[] {
    const market = this.#markets.get(symbol)
    if (market === undefined) return []
    const { first, ids, last } = market
    return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter((id) => !ids.has(id))
  }

  #take({ id, symbol }: Trade): void {
    const now = systemClock.monotonic()
    this.#silenceMs = Math.max(this.#silenceMs, now - this.#heardAt)
    this.#heardAt = now

    const number = Number(id)
    const market = this.#markets.get(symbol) ?? { ids: new Set(), first: number, last: 0 }
    this.#markets.set(symbol, market)
    if (market.ids.has(number)) this.#twice += 1
    else if (number < market.last) this.#disorder += 1
    market.ids.add(number)
    market.last = Math.max(market.last, number)
    this.#delivered += 1
  }
}
