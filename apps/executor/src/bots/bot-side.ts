import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { openSqliteStore } from '@md/bot-engine/sqlite'
import {
  type Bots,
  type BotsFile,
  type Commanded,
  CommandRefusedError,
  controlsOf,
  findOrphans,
  type Orphan,
  startBots,
} from '@md/bots'
import type { Controls, Family, Order } from '@md/service'
import { type Clock, type Logger, type MarketFeed, type ReferenceData, reportOf } from '@md/types'
import type { BotsSource } from './bots-source.ts'

export interface BotSideOptions {
  readonly source: BotsSource
  /** As configured; `undefined`: as the bots file says, or `data/bots.sqlite` in the folder. */
  readonly storePath: string | undefined
  readonly folder: string
  readonly feed: MarketFeed
  readonly reference: ReferenceData
  readonly clock: Clock
  readonly logger: Logger
  readonly random: () => number
  /** Who holds the store, for whoever wants it as well. */
  readonly owner: string
}

/** What an executor trades, beside what it shows. */
export class BotSide {
  readonly #options: BotSideOptions
  readonly controls: Controls
  #bots: Bots | undefined
  /** While there are no bots. */
  #orphans: readonly Orphan[] = []
  #starting: Promise<void> | undefined
  /** Asked for before there was anything to halt. */
  #halt: Order | undefined

  constructor(options: BotSideOptions) {
    this.#options = options
    this.controls = controlsOf(this.#commanded(), options.logger)
  }

  /** @throws BotsFileError, StoreHeldError, StoreUnusableError */
  start(): Promise<void> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  /** Which bots do not run, each in a sentence. */
  notRunning(): readonly string[] {
    if (this.#starting !== undefined) return ['the bots are starting']
    return this.#bots?.notRunning() ?? []
  }

  status(): object {
    return { ...this.#commanded().standing(), bots: this.#bots?.reports() ?? [] }
  }

  families(): readonly Family[] {
    return this.#bots?.families() ?? []
  }

  /** Everything stops at once, and stays stopped until it is armed again. */
  halt(order: Order): void {
    const { logger } = this.#options
    this.#halt = order
    this.#bots?.commandAll('halt', order).then(
      (halted) => logger.warn({ ...halted }, 'all trading is halted'),
      (error: unknown) => logger.error({ ...reportOf(error) }, 'the halt does not outlast this process'),
    )
  }

  /** Bots that are about to begin are no reason to refuse: they would trade a moment later. */
  async #haltOnceStarted(order: Order): Promise<object> {
    this.#halt = order
    await this.#starting
    if (this.#bots === undefined) throw new CommandRefusedError('halt', 'this process', 'no bots run here')
    return this.#bots.commandAll('halt', order)
  }

  async drain(deadlineMs: number): Promise<void> {
    await this.#starting
    await this.#bots?.drain(deadlineMs)
  }

  /** Without a bot there is no store: executors that only show the feed do not keep each other from running. */
  async #start(): Promise<void> {
    const { clock, feed, logger, owner, random, reference, source } = this.#options
    const file = await source.readAgainstExchanges()
    if (file.bots.length === 0) {
      logger.info({ file: source.path }, 'there are no bots')
      this.#orphans = await this.#leftBehind(this.#storePath(file))
      return
    }
    const path = this.#storePath(file)
    const folder = dirname(path)
    await mkdir(folder, { recursive: true })
    const storage = await openSqliteStore({ path, owner, logger })
    const read = () => source.readAgainstExchanges()
    logger.info({ file: source.path, store: path, bots: file.bots.map(({ id }) => id) }, 'bots begin')
    this.#bots = await startBots({ file, read, feed, reference, storage, folder, clock, logger, random })
    if (this.#halt !== undefined) this.halt(this.#halt)
  }

  /** What bots left that were all taken out of the file. Whoever has the store open tells it himself. */
  async #leftBehind(path: string): Promise<readonly Orphan[]> {
    const { logger, owner, reference } = this.#options
    if (!existsSync(path)) return []
    try {
      const storage = await openSqliteStore({ path, owner, logger })
      try {
        return await findOrphans([], { storage, reference, logger })
      } finally {
        await storage.close()
      }
    } catch (error) {
      logger.warn({ path, ...reportOf(error) }, 'whether bots have left something behind cannot be told')
      return []
    }
  }

  /** The bots, or that there are none yet. */
  #commanded(): Commanded {
    const none = (command: string) => new CommandRefusedError(command, 'this process', 'no bots run here')
    return {
      reports: () => this.#bots?.reports() ?? [],
      standing: () => this.#bots?.standing() ?? { halts: [], draining: false, orphans: this.#orphans, paper: {} },
      commandBot: async (id, command, order) => {
        if (this.#bots === undefined) throw none(command)
        return this.#bots.commandBot(id, command, order)
      },
      commandAll: async (command, order) => {
        if (this.#bots !== undefined) return this.#bots.commandAll(command, order)
        if (command === 'halt' && this.#starting !== undefined) return this.#haltOnceStarted(order)
        if (command !== 'reload') throw none(command)
        await this.start()
        return {
          added: this.#commanded()
            .reports()
            .map(({ id }) => id),
          removed: [],
          changed: [],
          same: [],
        }
      },
    }
  }

  #storePath(file: BotsFile): string {
    const { folder, source, storePath } = this.#options
    if (storePath !== undefined) return resolve(folder, storePath)
    return file.store.path === undefined
      ? resolve(folder, 'data/bots.sqlite')
      : resolve(dirname(source.path), file.store.path)
  }
}
