import { MaintainedBook } from '@md/order-book'
import type { Instrument, Market } from '@md/types'
import { StagePosition } from './stage-position.ts'

/** One market of a stage: what is known of it, and what the strategy holds there. */
export interface StageMarket {
  readonly market: Market
  readonly instrument: Instrument
  readonly position: StagePosition
  readonly book: MaintainedBook
  price: number | undefined
}

export const keyOf = ({ exchange, symbol }: Market): string => `${exchange} ${symbol}`

export function stageMarket({ exchange, symbol }: Market, rules: Partial<Instrument>, price?: number): StageMarket {
  const [base = '', quote = ''] = symbol.split('/')
  const instrument: Instrument = {
    exchange,
    symbol,
    base,
    quote,
    venueSymbol: `${base}${quote}`,
    status: 'trading',
    tickSize: '0.01',
    stepSize: '0.0001',
    minAmount: '0.0001',
    ...rules,
  }
  const market = Object.freeze({ exchange, symbol })
  const book = new MaintainedBook({ exchange, symbol, integrity: 'sequence' })
  return { market, instrument, position: new StagePosition(market, { base, quote }), book, price }
}
