import type { Fill, Market } from '@md/types'
import { exact, toDecimal } from '../decimal/exact.ts'
import type { Quantity } from '../strategy/intent.ts'
import type { Bot } from './bot.ts'
import { marketKey } from './market-watch.ts'

export interface HandMadePosition {
  /** Base currency; negative for a short one. */
  readonly amount: Quantity
  readonly entry: Quantity
}

/**
 * A position that somebody opened by hand, as the fill it would have been: from now on it is the bot's. Only a flat
 * bot takes one over. `undefined`: it holds something already.
 */
export function takeOver(bot: Bot, market: Market, { amount, entry }: HandMadePosition): Fill | undefined {
  const { instruments, ledger, recorder } = bot
  const held = exact(amount)
  const instrument = instruments.get(marketKey(market))
  if (instrument === undefined || ledger.position(market).size !== 0 || held.isZero()) return undefined
  const { exchange, symbol } = market
  return {
    exchange,
    symbol,
    tradeId: `taken-over/${recorder.n}`,
    clientOrderId: '',
    side: held.isPositive() ? 'buy' : 'sell',
    price: toDecimal(exact(entry)),
    amount: toDecimal(held.abs()),
    fee: '0',
    feeAsset: instrument.quote,
    liquidity: 'taker',
    timestamp: recorder.now,
  }
}
