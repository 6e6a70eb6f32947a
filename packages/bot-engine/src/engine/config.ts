import { type Decimal, InvalidInputError } from '@md/types'
import { z } from 'zod'
import { exact, toDecimal } from '../decimal/exact.ts'
import { checkBarriers } from '../positions/check-barriers.ts'
import type { BotConfig } from './bot.ts'
import { marketsOf } from './markets.ts'
import type { BotOptions } from './options.ts'
import { DEFAULT_POLICIES } from './policies.ts'

const ID = /^[a-z0-9][a-z0-9_-]{0,63}$/

/** What a bot is told to be, checked. @throws InvalidInputError naming the value */
export function configOf(options: BotOptions): BotConfig {
  const { accounts, allowShort = false, barriers, id, limits = {}, policies, slowHookMs = 50, strategy } = options
  if (!ID.test(id)) throw new InvalidInputError('bot id', id, 'lower-case letters, digits, - and _, at most 64')
  const { data: params, error } = strategy.params.safeParse(options.params)
  if (error)
    throw new InvalidInputError(
      `parameters of ${strategy.name} for bot ${id}`,
      options.params,
      z.prettifyError(error).replaceAll('\n', ' '),
    )
  if (barriers !== undefined) checkBarriers(barriers, { short: allowShort })
  const capital = options.capital ?? '10000'
  const [market] = marketsOf(strategy.subscriptions(params))
  if (market === undefined) throw new InvalidInputError(`subscriptions of ${strategy.name}`, '[]', 'at least one')
  for (const { exchange } of marketsOf(strategy.subscriptions(params)))
    if (!accounts.some((account) => account.exchange === exchange))
      throw new InvalidInputError(
        `accounts of bot ${id}`,
        accounts.map((one) => one.exchange).join(),
        `one at ${exchange}`,
      )
  const fees = accounts.find(({ exchange }) => exchange === market.exchange)?.fees
  return {
    botId: id,
    params,
    limits,
    barriers,
    capital: positive(`capital of bot ${id}`, capital),
    allowShort,
    takerFee: fees?.taker ?? 0.001,
    feeInBase: fees?.inBase ?? true,
    policies: { ...DEFAULT_POLICIES, ...policies },
    slowHookMs,
  }
}

function positive(what: string, value: Decimal): Decimal {
  const number = Number(value)
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidInputError(what, value, 'a decimal above zero')
  return toDecimal(exact(value))
}
