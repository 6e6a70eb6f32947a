import { type BotDefinition, type BotStatus, type JournalSink, NOT_BEGUN } from '@md/bot-engine'
import type { BotPlan } from '../bots-file.ts'
import type { BotReport } from '../report/bot-report.ts'

/** What the fleet is told of a bot. */
export const definitionOf = (plan: BotPlan, allowShort: boolean, sink: JournalSink | undefined): BotDefinition => {
  const { account, barriers, capital, id, limits, params, policies, strategy } = plan
  return {
    id,
    strategy,
    params,
    account,
    limits,
    capital,
    policies,
    allowShort,
    ...(barriers === undefined ? {} : { barriers }),
    ...(sink === undefined ? {} : { sink }),
  }
}

/** What is told of a bot: `status` undefined where it could not even begin. */
export function reportOfBot(
  plan: BotPlan,
  status: BotStatus | undefined,
  known: Pick<BotReport, 'halted' | 'lastOrder' | 'lastFill' | 'lastFault'>,
): BotReport {
  const { account, capital, id, mode, strategy } = plan
  const { standing } = status ?? {}
  return {
    ...(status ?? { ...NOT_BEGUN, id, strategy: strategy.name, state: 'stopped', reason: known.lastFault?.message }),
    mode,
    account,
    profit: standing === undefined ? 0 : standing.equity - Number(capital),
    ...known,
  }
}
