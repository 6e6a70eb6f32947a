import type { AnyStrategy } from '@md/bot-engine'
import type { z } from 'zod'
import type { Mistakes } from '../file/mistakes.ts'
import { suggestion } from '../file/nearest.ts'
import { isRaw, type Raw } from '../file/raw.ts'
import { botSchema } from '../schema/bot-schema.ts'
import { type JsonShape, shapeOf } from '../schema/json-shape.ts'

/** A bot's strategy with parameters that it accepts. */
export interface ChosenStrategy {
  readonly strategy: AnyStrategy
  readonly params: unknown
}

/** `undefined`: something is wrong with it, and has been said. */
export function checkStrategy(
  bot: Raw,
  index: number,
  strategies: readonly AnyStrategy[],
  mistakes: Mistakes,
): ChosenStrategy | undefined {
  const name = bot['strategy']
  // That it is missing, or no text, is the file's schema to say.
  if (typeof name !== 'string') return undefined
  const strategy = strategies.find((one) => one.name === name)
  if (strategy === undefined) {
    const names = strategies.map((one) => one.name)
    mistakes.at(['bots', index, 'strategy'], `strategy "${name}" is not known: ${suggestion(name, names)}`)
    return undefined
  }
  const given = bot['params'] ?? {}
  if (!isRaw(given)) return undefined
  const shape = shapeOf(strategy.params) as JsonShape
  const at = ['bots', index, 'params']
  mistakes.unknownKeys(given, shape, at)
  const market = marketOf(bot, index, strategy.name, shape, mistakes)
  for (const [key, value] of Object.entries(market))
    if (given[key] !== undefined && JSON.stringify(given[key]) !== JSON.stringify(value))
      mistakes.at([...at, key], `params.${key} is another than the ${key} of the bot: write it once`)
  const params = { ...market, ...given }
  const read = strategy.params.safeParse(params)
  if (read.success) return { strategy, params: read.data }
  tell(read.error.issues, { bot, index, given, params }, mistakes)
  return undefined
}

interface Given {
  readonly bot: Raw
  readonly index: number
  /** As they were written. */
  readonly given: Raw
  /** With what the bot says itself. */
  readonly params: Raw
}

/** Each where it was written: under `params`, or at the key of the bot that the strategy was handed. */
function tell(issues: readonly z.core.$ZodIssue[], { bot, given, index, params }: Given, mistakes: Mistakes): void {
  const at = ['bots', index]
  for (const issue of issues) {
    const key = keyOf(issue.path, given)
    if (key === undefined || bot[key] === undefined) mistakes.issues([issue], params, [...at, 'params'])
    // What the file's own schema refuses it has named.
    else if (botSchema.shape[key].safeParse(bot[key]).success) mistakes.issues([{ ...issue, path: [key] }], bot, at)
  }
}

/** The key of the bot that the strategy was handed there, where `params` do not say it themselves. */
function keyOf(path: readonly PropertyKey[], given: Raw): 'exchange' | 'symbol' | undefined {
  const [first = '', second] = path
  if (given[String(first)] !== undefined) return undefined
  const key = first === 'market' ? second : first
  return key === 'exchange' || key === 'symbol' ? key : undefined
}

/** `exchange` and `symbol` of the bot are parameters of a strategy that trades one market. */
function marketOf(bot: Raw, index: number, strategy: string, shape: JsonShape, mistakes: Mistakes): Raw {
  const given = Object.fromEntries(
    ['exchange', 'symbol'].flatMap((key) => (bot[key] === undefined ? [] : [[key, bot[key]]])),
  )
  const known = shape.properties ?? {}
  if ('market' in known && Object.keys(given).length > 0) return { market: given }
  for (const key of Object.keys(given).filter((one) => !(one in known)))
    mistakes.atKey(['bots', index, key], `${key} means nothing to strategy ${strategy}: write its markets under params`)
  return Object.fromEntries(Object.entries(given).filter(([key]) => key in known))
}
