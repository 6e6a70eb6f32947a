import { type Candle, type Gap, type OrderBook, requestKey, type Stamped, type Ticker, type Trade } from '@md/types'

/** What is wrong, in words. */
export type Fault = string | undefined

const DAY = 86_400_000

/** Clocks of a venue and of ours may differ by this much, in ms. */
const CLOCK_DIFFERENCE = 1_000

/** What holds for every event of every market. */
export function stampFault({ timestamp, receivedAt }: Stamped, now: number): Fault {
  if (!(receivedAt > now - DAY && receivedAt <= now)) return `receivedAt is ${receivedAt}, and it is ${now}`
  if (timestamp === undefined) return undefined
  return timestamp > now - DAY && timestamp < now + CLOCK_DIFFERENCE
    ? undefined
    : `timestamp is ${timestamp}, and it is ${now}`
}

/** Trades come in the order of their ids, once, and what is missing between two of them was announced exactly. */
export class TradeRules {
  readonly #last = new Map<string, number>()
  readonly #gaps = new Map<string, Gap>()

  gap(gap: Gap): void {
    if (gap.channel === 'trades' && !gap.recovered) this.#gaps.set(gap.symbol, gap)
  }

  /** The next trade is the first again. */
  forget(symbol: string): void {
    this.#last.delete(symbol)
  }

  fault(trade: Trade): Fault {
    const last = this.#last.get(trade.symbol)
    this.#last.set(trade.symbol, Number(trade.id))
    return shapeFault(trade) ?? (last === undefined ? undefined : this.#orderFault(trade, last))
  }

  #orderFault({ id, symbol }: Trade, last: number): Fault {
    const number = Number(id)
    if (number === last + 1) return undefined
    if (number <= last) return `${id} came after ${last}`
    const { from, to, missed } = this.#gaps.get(symbol) ?? {}
    const announced = from === String(last + 1) && to === String(number - 1) && missed === number - 1 - last
    return announced ? undefined : `${id} came after ${last}, and the gap that was told is ${from} to ${to} (${missed})`
  }
}

function shapeFault({ id, price, amount, side, origin }: Trade): Fault {
  if (typeof id !== 'string' || !Number.isSafeInteger(Number(id))) return `id ${id}`
  if (!(price > 0 && amount > 0)) return `price ${price}, amount ${amount}`
  if (side !== 'buy' && side !== 'sell') return `side ${String(side)}`
  return origin === 'live' || origin === 'backfill' ? undefined : `origin ${String(origin)}`
}

/** Candles never go back, and are closed once and last. */
export class CandleRules {
  readonly #open = new Map<string, Candle>()

  fault(candle: Candle): Fault {
    const { symbol, interval, openTime, closeTime, closed } = candle
    const key = requestKey({ channel: 'candles', symbol, interval })
    const before = this.#open.get(key)
    this.#open.set(key, candle)
    const { open, high, low, close, volume } = candle
    if (!(low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close) && volume >= 0)) {
      return `${low} to ${high}, from ${open} to ${close}, volume ${volume}`
    }
    if (!(openTime < closeTime && typeof closed === 'boolean')) return `from ${openTime} to ${closeTime}, ${closed}`
    if (before === undefined || before.openTime < openTime) return undefined
    if (before.openTime > openTime) return `${key} of ${openTime} was told after ${before.openTime}`
    return before.closed ? `${key} of ${openTime} was told after it was closed` : undefined
  }
}

/** The quote is the venue's, or says that it is not. */
export function tickerFault({ last, bid, ask, quote }: Ticker): Fault {
  if (!(last > 0 && bid > 0 && ask > 0)) return `last ${last}, bid ${bid}, ask ${ask}`
  if (quote === 'last') return bid === last && ask === last ? undefined : `bid ${bid} and ask ${ask} are not ${last}`
  return bid < ask ? undefined : `bid ${bid}, ask ${ask}`
}

/** A book that is called live can be one. */
export function bookFault({ status, bids, asks }: OrderBook): Fault {
  if (status !== 'live' || bids.price(0) < asks.price(0)) return undefined
  return `live with a bid of ${bids.price(0)} and an ask of ${asks.price(0)}`
}
