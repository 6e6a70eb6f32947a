import type { BotDefinition, BotStatus, JournalSink } from '@md/bot-engine'
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
    ...(status ?? { ...NOT_BEGUN, id, strategy: strategy.name, reason: known.lastFault?.message }),
    mode,
    account,
    profit: standing === undefined ? 0 : standing.equity - Number(capital),
    ...known,
  }
}

const NOT_BEGUN: Omit<BotStatus, 'id' | 'strategy' | 'reason'> = {
  state: 'stopped',
  trading: 'halted',
  markets: [],
  positions: [],
  realised: '0',
  standing: undefined,
  fees: {},
  openOrders: [],
  exits: {},
  circuit: undefined,
  lastRefusal: undefined,
  counters: {
    hooks: 0,
    slowHooks: 0,
    refusals: 0,
    orders: 0,
    anomalies: 0,
    duplicateFills: 0,
    strays: 0,
    invalidPrices: 0,
    olderPrices: 0,
    dropped: 0,
  },
}
