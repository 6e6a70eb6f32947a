import type { AnyStrategy } from '@md/bot-engine'
import type { Mistakes } from '../file/mistakes.ts'
import { suggestion } from '../file/nearest.ts'
import { isRaw, type Raw } from '../file/raw.ts'
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
  const params = { ...marketOf(bot, index, strategy.name, shape, mistakes), ...given }
  const read = strategy.params.safeParse(params)
  if (read.success) return { strategy, params: read.data }
  mistakes.issues(read.error.issues, params, at)
  return undefined
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
