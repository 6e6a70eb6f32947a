import type { BotStore, LeaseKeeper } from '@md/bot-engine'
import type { BotArchive } from '@md/bot-engine/sqlite'
import type { Clock, Logger, MarketFeed, ReferenceData } from '@md/types'
import type { BotsFile } from '../bots-file.ts'

/**
 * Where orders, positions and halts are kept, and who may run what. One that is no archive tells nothing of bots that
 * left the file, nor of fills before the start.
 */
export type Storage = BotStore & LeaseKeeper & Partial<BotArchive>

/** What bots run on. */
export interface BotsParts {
  readonly file: BotsFile
  /** Reads the bots file again. Unset: it never changes. */
  readonly read?: () => Promise<BotsFile>
  readonly feed: MarketFeed
  readonly reference: ReferenceData
  readonly storage: Storage
  /** For paper accounts and journals. Unset: they end with the process. */
  readonly folder?: string
  readonly clock: Clock
  readonly logger: Logger
  /** 0 to 1, of the paper venues. */
  readonly random: () => number
}
