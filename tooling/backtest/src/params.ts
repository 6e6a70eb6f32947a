import type { AnyStrategy } from '@md/bot-engine'
import { z } from 'zod'
import type { DataSpec } from './setup.ts'

/** Parameters with the market of the data where the strategy has a place for it and was not told another. */
export function withMarket(
  strategy: AnyStrategy,
  params: Readonly<Record<string, unknown>>,
  data: DataSpec | undefined,
  interval: string | undefined,
): Readonly<Record<string, unknown>> {
  const { properties = {} } = z.toJSONSchema(strategy.params, { io: 'input', unrepresentable: 'any' })
  const known: Readonly<Record<string, unknown>> = { exchange: data?.exchange, symbol: data?.symbol, interval }
  const fitting = Object.entries(known).filter(([name, value]) => name in properties && value !== undefined)
  return { ...Object.fromEntries(fitting), ...params }
}

/** A copy with one value set, at a path such as `barriers.stopLoss`. */
export function withValue(
  params: Readonly<Record<string, unknown>>,
  path: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  const [name = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...params, [name]: value }
  const inner = params[name]
  const object = typeof inner === 'object' && inner !== null ? (inner as Readonly<Record<string, unknown>>) : {}
  return { ...params, [name]: withValue(object, rest.join('.'), value) }
}
