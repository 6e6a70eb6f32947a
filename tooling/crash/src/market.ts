import { anInstrument } from '@md/bot-engine/testing'
import { chance } from './chance.ts'

export const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

export const INSTRUMENT = anInstrument(MARKET, { minAmount: '0.0001', minNotional: '1' })

/** Period in ms, and how far it moves the price, as a fraction. */
const WAVES = [
  [1_900, 0.002],
  [7_300, 0.006],
  [31_000, 0.009],
] as const

/** No price is below it, nor any order. */
export const LOWEST = 97

/** The price of the seed's world at a time (ms since the epoch), wherever it is asked for. */
export function priceAt(seed: number, at: number): number {
  const moved = WAVES.reduce(
    (sum, [period, share], i) => sum + share * Math.sin(2 * Math.PI * (at / period + chance(seed, 'phase', i))),
    0,
  )
  return Math.round(10_000 * (1 + moved)) / 100
}
