import { type Decimal, type Instrument, InvalidInputError, type Market } from '@md/types'
import { z } from 'zod'
import { marketsOf } from '../engine/markets.ts'
import type { AnyStrategy, BotSubscription } from '../strategy/strategy.ts'
import type { BacktestOptions } from './backtest-options.ts'

/** What a run is about, checked. */
export interface Plan {
  /** With the strategy's defaults. */
  readonly params: unknown
  readonly subscriptions: readonly BotSubscription[]
  readonly markets: readonly Market[]
  /** Of those markets, in their order. */
  readonly instruments: readonly Instrument[]
  readonly capital: Decimal
}

/** @throws InvalidInputError for parameters that the strategy refuses, and for a market without rules */
export function planOf({ capital = '10000', instruments, params, strategy }: BacktestOptions): Plan {
  const checked = paramsOf(strategy, params)
  const subscriptions = strategy.subscriptions(checked)
  const markets = marketsOf(subscriptions)
  return {
    params: checked,
    subscriptions,
    markets,
    instruments: markets.map((market) => instrumentOf(market, instruments)),
    capital,
  }
}

function paramsOf({ name, params: schema }: AnyStrategy, params: unknown): unknown {
  const { data, error } = schema.safeParse(params)
  if (error === undefined) return data
  throw new InvalidInputError(`parameters of ${name}`, params, z.prettifyError(error).replaceAll(/\n\s*/g, ' '))
}

function instrumentOf({ exchange, symbol }: Market, instruments: readonly Instrument[]): Instrument {
  const found = instruments.find((one) => one.exchange === exchange && one.symbol === symbol)
  if (found !== undefined) return found
  const known = instruments.map((one) => `${one.symbol} of ${one.exchange}`).join(', ')
  const allowed = `the strategy trades it, and there are rules for ${known || 'none'} alone`
  throw new InvalidInputError('symbol', `${symbol} of ${exchange}`, allowed)
}
