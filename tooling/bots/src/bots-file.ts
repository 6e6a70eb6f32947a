import type { AnyStrategy, BotSubscription } from '@md/bot-engine'
import type { BotEntry } from './schema/bot-schema.ts'
import type { FileEntries } from './schema/file-schema.ts'

/** A bot as it was written down, checked. */
export interface BotPlan extends Omit<BotEntry, 'strategy' | 'params' | 'exchange' | 'symbol' | 'armed'> {
  readonly strategy: AnyStrategy
  /** As the strategy's schema made them. */
  readonly params: unknown
  readonly subscriptions: readonly BotSubscription[]
}

/** Everything that stands in a `bots.yaml`. */
export interface BotsFile extends Omit<FileEntries, 'bots'> {
  readonly bots: readonly BotPlan[]
}
