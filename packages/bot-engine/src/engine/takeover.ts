import { type Fill, InvalidInputError, type Market } from '@md/types'
import { type Exact, exact, toDecimal } from '../decimal/exact.ts'
import type { Quantity } from '../strategy/intent.ts'
import type { Bot } from './bot.ts'
import { marketKey } from './market-watch.ts'
import { isNumeric } from './proposal.ts'

export interface HandMadePosition {
  /** Base currency; negative for a short one. */
  readonly amount: Quantity
  readonly entry: Quantity
}

/**
 * A position that somebody opened by hand, as the fill it would have been: from now on it is the bot's. Only a flat
 * bot takes one over. `undefined`: it holds something already.
 * @throws InvalidInputError for numbers that are none, and for a short one where shorts are not allowed
 */
export function takeOver(bot: Bot, market: Market, { amount, entry }: HandMadePosition): Fill | undefined {
  const { config, instruments, ledger, recorder } = bot
  const held = finite('amount of the position to take over', amount)
  const price = finite('entry of the position to take over', entry)
  if (!price.gt(0)) throw new InvalidInputError('entry of the position to take over', entry, 'a price above zero')
  if (held.isNegative() && !config.allowShort)
    throw new InvalidInputError('amount of the position to take over', amount, 'above zero: shorts are not allowed')
  const instrument = instruments.get(marketKey(market))
  if (instrument === undefined || ledger.position(market).size !== 0 || held.isZero()) return undefined
  const { exchange, symbol } = market
  return {
    exchange,
    symbol,
    tradeId: `taken-over/${recorder.n}`,
    clientOrderId: '',
    side: held.isPositive() ? 'buy' : 'sell',
    price: toDecimal(price),
    amount: toDecimal(held.abs()),
    fee: '0',
    feeAsset: instrument.quote,
    liquidity: 'taker',
    timestamp: recorder.now,
  }
}

function finite(what: string, value: Quantity): Exact {
  if (!isNumeric(value)) throw new InvalidInputError(what, value, 'a finite number')
  return exact(value)
}
