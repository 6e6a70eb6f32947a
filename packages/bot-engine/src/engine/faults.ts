import type { ErrorReport } from '@md/types'
import type { Bot } from './bot.ts'

/** What went wrong with a bot, told to whoever watches it. */
export class Faults {
  readonly #bot: Bot
  readonly #fail: (reason: string) => void
  /** Things a venue told that nobody could have meant. */
  unreadable = 0

  constructor(bot: Bot, fail: (reason: string) => void) {
    this.#bot = bot
    this.#fail = fail
  }

  /** The strategy cannot go on; what becomes of its positions is the bot's policy. */
  ofStrategy(where: string, message: string): void {
    this.#bot.recorder.decision({ type: 'fault', hook: where, message })
    this.#tell({ code: 'STRATEGY_FAILED', message: `${where}: ${message}`, recovery: 'stop' }, where)
    this.#fail(`${where}: ${message}`)
  }

  /** It never happened: a number that is none must not get into the books, nor into the journal. */
  ofVenue(problem: string): void {
    this.unreadable += 1
    this.#tell({ code: 'VENUE_NEWS_UNREADABLE', message: problem, recovery: 'skip' }, 'venue')
  }

  #tell(report: Omit<ErrorReport, 'context'>, where: string): void {
    const { config, effects, recorder } = this.#bot
    effects.tell('fault', { ...report, context: { botId: config.botId, where }, where, at: recorder.now })
  }
}
