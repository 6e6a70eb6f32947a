import { MaintainedBook } from '@md/order-book'
import type { Instrument, Market } from '@md/types'
import { anInstrument } from './an-instrument.ts'
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
  const market = Object.freeze({ exchange, symbol })
  const instrument = anInstrument(market, { minAmount: '0.0001', ...rules })
  const book = new MaintainedBook({ exchange, symbol, integrity: 'sequence' })
  return { market, instrument, position: new StagePosition(market, { base, quote }), book, price }
}
