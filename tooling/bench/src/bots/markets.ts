import { anInstrument } from '@md/bot-engine/testing'
import type { Instrument, Market } from '@md/types'

export const MARKETS = 50

/** `COIN7/USDT` on Binance. */
export const marketAt = (index: number): Market => ({ exchange: 'binance', symbol: `COIN${index % MARKETS}/USDT` })

/** As Binance spells it on its wire. */
export const wireSymbolAt = (index: number): string => `COIN${index % MARKETS}USDT`

export const INSTRUMENTS: readonly Instrument[] = Array.from({ length: MARKETS }, (_, index) =>
  anInstrument(marketAt(index), { stepSize: '0.00001', minAmount: '0.00001', minNotional: '5' }),
)

/** What no exchange has to be asked for. */
export const REFERENCE = { instruments: async () => INSTRUMENTS, candles: async () => [] }
