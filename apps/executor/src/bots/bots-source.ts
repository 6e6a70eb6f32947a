import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strategies } from '@md/bot-engine/strategies'
import { type BotsFile, BotsFileError, readBots } from '@md/bots'
import { type ExchangeId, type Instrument, type Logger, type ReferenceData, reportOf } from '@md/types'

const SHIPPED = fileURLToPath(new URL('../../bots.yaml', import.meta.url))

export interface BotsSourceOptions {
  /** As configured; `undefined`: `bots.yaml` in the folder, or the one that ships. */
  readonly path: string | undefined
  /** Where the command was typed. */
  readonly folder: string
  readonly exchanges: readonly ExchangeId[]
  readonly reference: Pick<ReferenceData, 'instruments'>
  readonly logger: Logger
}

/** Where bots are written down. */
export class BotsSource {
  readonly path: string
  readonly #options: BotsSourceOptions
  readonly #isShipped: boolean

  constructor(options: BotsSourceOptions) {
    const here = resolve(options.folder, options.path ?? 'bots.yaml')
    this.#isShipped = options.path === undefined && !existsSync(here)
    this.path = this.#isShipped ? SHIPPED : here
    this.#options = options
  }

  /** Checked as far as can be done alone. @throws BotsFileError */
  async read(): Promise<BotsFile> {
    return this.#parse(await this.#text())
  }

  /** Checked against what the exchanges list as well; one whose list cannot be had is not judged. @throws BotsFileError */
  async readAgainstExchanges(): Promise<BotsFile> {
    const text = await this.#text()
    const { bots } = this.#parse(text)
    const exchanges = new Set(bots.flatMap(({ subscriptions }) => subscriptions.map(({ exchange }) => exchange)))
    const lists = await Promise.all([...exchanges].map((exchange) => this.#instruments(exchange)))
    return this.#parse(text, lists.flat())
  }

  async #text(): Promise<string> {
    try {
      return await readFile(this.path, 'utf8')
    } catch (error) {
      throw unreadable(this.path, error)
    }
  }

  /** The file that ships has a bot for each exchange; those of others are left out without a word against it. */
  #parse(text: string, instruments: readonly Instrument[] = []): BotsFile {
    const { exchanges } = this.#options
    const common = { file: this.path, strategies, instruments }
    if (!this.#isShipped) return readBots(text, { ...common, exchanges })
    const file = readBots(text, common)
    const bots = file.bots.filter(({ subscriptions }) =>
      subscriptions.every(({ exchange }) => exchanges.includes(exchange)),
    )
    return { ...file, bots }
  }

  async #instruments(exchange: ExchangeId): Promise<readonly Instrument[]> {
    const { logger, reference } = this.#options
    try {
      return await reference.instruments(exchange)
    } catch (error) {
      logger.warn({ exchange, ...reportOf(error) }, 'symbols of bots cannot be checked: the exchange does not answer')
      return []
    }
  }
}

const unreadable = (path: string, error: unknown): BotsFileError =>
  new BotsFileError(path, [{ line: 1, column: 1, message: `cannot be read: ${reportOf(error).message}` }])
