import type { BookSide } from './market/book-side.ts'
import { digits } from './market/digits.ts'
import type { Instrument } from './market/instrument.ts'
import type { Market } from './market/market.ts'

type Level = [price: number, amount: number]

/** What a perfect client knows now. */
export interface Truth {
  /** Best first. */
  readonly bids: Level[]
  readonly asks: Level[]
  readonly lastTradeId: string
  /** All since the start, oldest first; `side` is the taker's. */
  readonly trades: readonly TrueTrade[]
}

export interface TrueTrade {
  readonly id: string
  readonly price: number
  readonly amount: number
  readonly side: 'buy' | 'sell'
}

export function truthOf({ book, firstId, instrument, lastTrade, trades }: Market): Truth {
  return {
    bids: levels(book.bids, instrument),
    asks: levels(book.asks, instrument),
    lastTradeId: String(lastTrade.id),
    trades: trades
      .from(firstId)
      .map(({ id, lots, side, ticks }) => ({ id: String(id), ...exact(instrument, ticks, lots), side })),
  }
}

const levels = (side: BookSide, instrument: Instrument): Level[] =>
  Array.from({ length: side.size }, (_, index) => {
    const { amount, price } = exact(instrument, side.ticks(index), side.lots(index))
    return [price, amount]
  })

/** The doubles nearest to the digits on the wire. */
const exact = (
  { amountDecimals, priceDecimals }: Instrument,
  ticks: number,
  lots: number,
): { price: number; amount: number } => ({
  price: Number(digits(ticks, priceDecimals)),
  amount: Number(digits(lots, amountDecimals)),
})
