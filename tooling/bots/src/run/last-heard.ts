import type { Fleet } from '@md/bot-engine'
import type { Clock, Fill, Logger } from '@md/types'
import type { BotReport } from '../report/bot-report.ts'

type Heard = Pick<BotReport, 'lastOrder' | 'lastFill' | 'lastFault'>

const NOTHING: Heard = { lastOrder: undefined, lastFill: undefined, lastFault: undefined }

/** What was last heard of each bot. What an operator would want to read later goes into the log as well. */
export class LastHeard {
  readonly #heard = new Map<string, Heard>()

  constructor(fleet: Pick<Fleet, 'on'>, { clock, logger }: { readonly clock: Clock; readonly logger: Logger }) {
    fleet.on('state', ({ botId, event: { from, reason, to } }) =>
      logger.info({ botId, from, to, reason }, 'a bot is in another state'),
    )
    fleet.on('order', ({ botId, event }) => this.#hear(botId, { lastOrder: { ...event, at: clock.now() } }))
    fleet.on('fill', ({ botId, event }) => {
      this.#hear(botId, { lastFill: event })
      const { amount, exchange, fee, feeAsset, price, side, symbol } = event
      logger.info({ botId, exchange, symbol, side, amount, price, fee, feeAsset }, 'a bot has dealt')
    })
    fleet.on('refusal', ({ botId, event: { ref, refusal } }) =>
      logger.debug({ botId, ref, ...refusal }, 'an order was refused by the risk chain'),
    )
    fleet.on('exit', ({ botId, event }) => logger.info({ botId, ...event }, 'a position is to be ended'))
    fleet.on('fault', ({ botId, event: { at, code, context, message, recovery, where } }) => {
      this.#hear(botId, { lastFault: { at, code, message, recovery, context } })
      logger.error({ botId, where, code, message, context }, 'a bot has failed')
    })
  }

  of(botId: string): Heard {
    return this.#heard.get(botId) ?? NOTHING
  }

  /** From before the start: what was heard since is newer. */
  remember(botId: string, lastFill: Fill): void {
    if (this.of(botId).lastFill === undefined) this.#hear(botId, { lastFill })
  }

  forget(botId: string): void {
    this.#heard.delete(botId)
  }

  #hear(botId: string, news: Partial<Heard>): void {
    this.#heard.set(botId, { ...this.of(botId), ...news })
  }
}
