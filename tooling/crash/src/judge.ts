import { MAX_POSITION_VALUE } from './bot/plan.ts'
import type { BotReport, Trouble } from './bot/report.ts'
import { text, units } from './digits.ts'
import { isWorking, ownerOf, type Truth } from './venue/truth.ts'

/** What a bot may complain of: a venue that does not answer is part of the test. */
const EXPECTED_TROUBLE: ReadonlySet<string> = new Set(['venue'])

const ENDED: ReadonlySet<string> = new Set(['filled', 'cancelled', 'rejected', 'expired', 'lost'])

export interface Evidence {
  readonly truth: Truth
  readonly bots: readonly BotReport[]
  readonly troubles: readonly Trouble[]
  readonly isLatched: boolean
}

/** What is wrong, a sentence each; none: the bots are as the venue says. */
export function faultsOf(evidence: Evidence): readonly string[] {
  const { bots, isLatched, troubles, truth } = evidence
  return [
    ...sentTwice(truth),
    ...bots.flatMap((bot) => faultsOfBot(bot, truth)),
    ...strangers(bots, truth),
    ...afterHalt(truth),
    ...(truth.halted && !isLatched ? ['a halt was acknowledged, and is not in the store'] : []),
    ...troubles
      .filter(({ where }) => !EXPECTED_TROUBLE.has(where))
      .map(({ botId, code, message, where }) => `${botId} is in trouble (${where}, ${code}): ${message}`),
  ]
}

function sentTwice({ received }: Truth): readonly string[] {
  const times = new Map<string, number>()
  for (const { clientOrderId } of received) times.set(clientOrderId, (times.get(clientOrderId) ?? 0) + 1)
  return [...times].flatMap(([id, count]) => (count > 1 ? [`${id} was sent ${count} times`] : []))
}

const afterHalt = ({ received }: Truth): readonly string[] =>
  received.flatMap((one) => (one.afterHalt ? [`${one.clientOrderId} was sent after the halt was acknowledged`] : []))

function strangers(bots: readonly BotReport[], { received }: Truth): readonly string[] {
  const ids = new Set(bots.map(({ id }) => id))
  return received.flatMap(({ clientOrderId }) =>
    ids.has(ownerOf(clientOrderId)) ? [] : [`${clientOrderId} was sent, and is of no bot`],
  )
}

function faultsOfBot(bot: BotReport, truth: Truth): readonly string[] {
  const account = truth.accountOf(bot.id)
  const most = truth.leastValueOfMost(bot.id)
  return [
    ...orphans(bot, truth),
    ...unfinished(bot, truth),
    ...bot.orders.flatMap((order) => orderFaults(order, truth)),
    ...differences(bot.id, 'amount', bot.amount, account.amount),
    ...differences(bot.id, 'cash', bot.cash, account.cash),
    ...(account.least < 0n ? [`${bot.id} sold ${text(-account.least)} more than it had: an exit was made twice`] : []),
    ...(most > MAX_POSITION_VALUE
      ? [`${bot.id} could have held ${most.toFixed(2)}, and ${MAX_POSITION_VALUE} is allowed`]
      : []),
    ...(bot.status.state === 'failed' ? [`${bot.id} has failed: ${bot.status.reason}`] : []),
  ]
}

function orphans({ id, intended }: BotReport, { received }: Truth): readonly string[] {
  const written = new Set(intended)
  return received.flatMap(({ clientOrderId }) =>
    ownerOf(clientOrderId) === id && !written.has(clientOrderId)
      ? [`${clientOrderId} was sent, and never written down`]
      : [],
  )
}

function unfinished({ id, orders: own }: BotReport, { orders }: Truth): readonly string[] {
  const atVenue = [...orders].flatMap(([clientOrderId, state]) =>
    ownerOf(clientOrderId) === id && isWorking(state.status) ? [`${clientOrderId} is still open at the venue`] : [],
  )
  const here = own.flatMap(({ request, status }) =>
    ENDED.has(status) ? [] : [`${request.clientOrderId} is still ${status} here`],
  )
  return [...atVenue, ...here]
}

function orderFaults(
  { booked, filled, request, status }: BotReport['orders'][number],
  truth: Truth,
): readonly string[] {
  const { clientOrderId } = request
  const state = truth.orders.get(clientOrderId)
  const there = state?.filled ?? '0'
  const wrong: string[] = []
  if (filled !== there) wrong.push(`${clientOrderId} is filled ${filled} here and ${there} at the venue`)
  if (booked !== there) wrong.push(`fills of ${booked} are booked for ${clientOrderId}, and the venue has ${there}`)
  if (state !== undefined && (status === 'lost' || status === 'rejected'))
    wrong.push(`${clientOrderId} is ${status} here, and the venue had it (${state.status})`)
  return wrong
}

const differences = (id: string, what: string, here: string, there: bigint): readonly string[] =>
  units(here) === there ? [] : [`${what} of ${id} is ${here} here and ${text(there)} by the venue's fills`]
