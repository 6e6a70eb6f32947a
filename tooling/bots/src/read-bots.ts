import type { AnyStrategy } from '@md/bot-engine'
import { type ExchangeId, type Instrument, reportOf } from '@md/types'
import type { BotPlan, BotsFile } from './bots-file.ts'
import { checkAccounts } from './checks/accounts.ts'
import { checkDuplicates } from './checks/duplicates.ts'
import { checkLive } from './checks/live.ts'
import { checkMarkets } from './checks/markets.ts'
import { type ChosenStrategy, checkStrategy } from './checks/strategy.ts'
import { readYaml } from './file/document.ts'
import { Mistakes } from './file/mistakes.ts'
import { BotsFileError } from './file/problem.ts'
import { isRaw, type Raw } from './file/raw.ts'
import { type Spellings, spelledHere } from './file/spellings.ts'
import { fileSchema } from './schema/file-schema.ts'
import { type JsonShape, shapeOf } from './schema/json-shape.ts'

export interface ReadOptions {
  /** How messages name it. */
  readonly file: string
  readonly strategies: readonly AnyStrategy[]
  /** Those that this process has to do with. Default: all. */
  readonly exchanges?: readonly ExchangeId[]
  /** Of the exchanges whose list could be had; symbols of the others are not judged. */
  readonly instruments?: readonly Instrument[]
  /** Of symbols that are written as an exchange does. */
  readonly spellings?: Spellings
}

/** The bots that a YAML text describes. @throws BotsFileError with every mistake in it */
export function readBots(text: string, options: ReadOptions): BotsFile {
  const { file, strategies } = options
  const yaml = readYaml(text)
  if (yaml.problems.length > 0) throw new BotsFileError(file, yaml.problems)
  const value = spelledHere(yaml.value ?? {}, options.spellings ?? [])
  const mistakes = new Mistakes(yaml)
  const read = fileSchema.safeParse(value)
  mistakes.unknownKeys(value, shapeOf(fileSchema) as JsonShape)
  if (!read.success) mistakes.issues(read.error.issues, value)

  const raw = rawBots(value)
  checkDuplicates(raw, mistakes)
  checkAccounts(isRaw(value) ? value['accounts'] : undefined, raw, mistakes)
  checkLive(raw, mistakes)
  const chosen = raw.map((bot, index) => {
    if (bot === undefined) return undefined
    const found = checkStrategy(bot, index, strategies, mistakes)
    if (found === undefined) return undefined
    const subscriptions = subscriptionsOf(found, index, mistakes)
    checkMarkets(subscriptions, { bot, index }, options, mistakes)
    return { ...found, subscriptions }
  })
  if (!read.success || mistakes.problems.length > 0) throw new BotsFileError(file, mistakes.problems)
  return { ...read.data, bots: read.data.bots.flatMap((entry, index) => planOf(entry, chosen[index])) }
}

/** What a strategy throws at parameters that its schema accepted is a mistake in the file all the same. */
function subscriptionsOf({ params, strategy }: ChosenStrategy, index: number, mistakes: Mistakes): Subscriptions {
  try {
    return strategy.subscriptions(params)
  } catch (error) {
    mistakes.at(['bots', index, 'params'], `params cannot be used: ${reportOf(error).message}`)
    return []
  }
}

type Subscriptions = BotPlan['subscriptions']

const rawBots = (value: unknown): readonly (Raw | undefined)[] => {
  const bots = isRaw(value) ? value['bots'] : undefined
  return Array.isArray(bots) ? bots.map((bot) => (isRaw(bot) ? bot : undefined)) : []
}

type Entry = ReturnType<typeof fileSchema.parse>['bots'][number]

/** Whatever has no strategy has been complained of before. */
function planOf(
  { armed: _armed, exchange: _exchange, symbol: _symbol, ...entry }: Entry,
  chosen: (ChosenStrategy & Pick<BotPlan, 'subscriptions'>) | undefined,
): readonly BotPlan[] {
  return chosen === undefined ? [] : [{ ...entry, ...chosen }]
}
