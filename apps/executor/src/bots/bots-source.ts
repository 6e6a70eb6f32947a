import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strategies } from '@md/bot-engine/strategies'
import { type BotsFile, marketsNamed, readBots, readBotsFile, type Spellings } from '@md/bots'
import { type ExchangeId, type Instrument, type Logger, type Market, type ReferenceData, reportOf } from '@md/types'
import { looksUnified } from './unified-markets.ts'

const SHIPPED = fileURLToPath(new URL('../../bots.yaml', import.meta.url))

export interface BotsSourceOptions {
  /** As configured; `undefined`: `bots.yaml` in the folder, or the one that ships. */
  readonly path: string | undefined
  /** Where the command was typed. */
  readonly folder: string
  readonly exchanges: readonly ExchangeId[]
  readonly reference: Pick<ReferenceData, 'instruments'>
  /** How the exchanges' own spellings of symbols are written here. Never rejects. */
  readonly unify: (markets: readonly Market[]) => Promise<Spellings>
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

  /** Checked as far as can be done without the lists of the exchanges. @throws BotsFileError */
  async read(): Promise<BotsFile> {
    const text = await readBotsFile(this.path)
    return this.#parse(text, await this.#spellings(text, (market) => !looksUnified(market)))
  }

  /** Checked against what the exchanges list as well; one whose list cannot be had is not judged. @throws BotsFileError */
  async readAgainstExchanges(): Promise<BotsFile> {
    const text = await readBotsFile(this.path)
    const { bots } = this.#parse(text, await this.#spellings(text, (market) => !looksUnified(market)))
    const exchanges = new Set(bots.flatMap(({ subscriptions }) => subscriptions.map(({ exchange }) => exchange)))
    const lists = await Promise.all([...exchanges].map((exchange) => this.#instruments(exchange)))
    const instruments = lists.flat()
    const isListed = ({ exchange, symbol }: Market) =>
      instruments.some((one) => one.exchange === exchange && one.symbol === symbol)
    return this.#parse(text, await this.#spellings(text, (market) => !isListed(market)), instruments)
  }

  /** Asks the exchanges, so of a market that is certainly spelled as it is here nobody asks. */
  async #spellings(text: string, isDoubtful: (market: Market) => boolean): Promise<Spellings> {
    const { exchanges, unify } = this.#options
    const doubtful = marketsNamed(text).filter((market) => exchanges.includes(market.exchange) && isDoubtful(market))
    return doubtful.length === 0 ? [] : unify(doubtful)
  }

  /** The file that ships has a bot for each exchange; those of others are left out without a word against it. */
  #parse(text: string, spellings: Spellings, instruments: readonly Instrument[] = []): BotsFile {
    const { exchanges } = this.#options
    const common = { file: this.path, strategies, instruments, spellings }
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
