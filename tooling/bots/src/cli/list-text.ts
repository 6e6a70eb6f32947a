import {
  fillText,
  marketsText,
  marketText,
  orderText,
  positionText,
  reasonText,
  signed,
  stateText,
} from '../report/bot-cells.ts'
import type { BotReport } from '../report/bot-report.ts'
import type { Orphan } from '../report/orphan.ts'
import { table } from '../report/table.ts'

const COLUMNS = ['bot', 'strategy', 'state', 'market', 'position', 'PnL', 'equity', 'open', 'last fill', 'last refusal']
const LEFT = ['strategy', 'state', 'market', 'position', 'last fill', 'last refusal']

/** What `GET /bots` answers, as far as it is shown. */
export interface Listed {
  readonly bots: readonly BotReport[]
  readonly orphans?: readonly Orphan[]
}

/** Bots as a table, and below it why some of them do not simply run, and what others left behind. */
export function listText({ bots, orphans = [] }: Listed): string {
  const why = bots.flatMap((bot) => {
    const reason = reasonText(bot)
    return reason === undefined ? [] : [`${bot.id} is ${stateText(bot)}: ${reason}`]
  })
  const below = [...why, ...orphans.map(orphanText)]
  const above =
    bots.length === 0
      ? ['No bots run here: write some into the bots file, and reload.']
      : table(COLUMNS, bots.map(cells), { left: LEFT })
  return [...above, ...(below.length === 0 ? [] : ['', ...below])].join('\n')
}

function orphanText({ id, openOrders, positions, problem }: Orphan): string {
  const held = positions.map(({ amount, market }) => `${amount} of ${marketText(market)}`)
  const resting = openOrders.map(
    (order) => `${marketText(order.market)} ${orderText({ lastOrder: { ...order, at: 0 } })}`,
  )
  const left = problem ?? [...held, ...resting].join(', ')
  return `${id} is not in the bots file and has left something behind: ${left}`
}

const cells = (bot: BotReport): readonly string[] => [
  bot.id,
  bot.strategy,
  stateText(bot),
  marketsText(bot) || '–',
  positionText(bot),
  signed(bot.profit),
  bot.standing?.equity.toFixed(2) ?? '–',
  String(bot.openOrders.length),
  fillText(bot),
  bot.lastRefusal?.refusal.code ?? '–',
]

/** Everything about one bot. */
export function botText(bot: BotReport): string {
  const positions = bot.positions.map((one, index) => [
    marketText(one.market),
    String(bot.markets[index]?.price ?? '–'),
    one.amount,
    one.averageEntry,
    one.realised,
    one.unrealised ?? '–',
  ])
  const orders = bot.openOrders.map((one) => [
    one.ref,
    marketText(one.market),
    orderText({ lastOrder: { ...one, at: 0 } }),
    one.because,
  ])
  return [
    `${bot.id}: ${bot.strategy} with ${bot.mode} money, account ${bot.account}`,
    `${stateText(bot)}${reasonText(bot) === undefined ? '' : `: ${reasonText(bot)}`}`,
    `equity ${bot.standing?.equity.toFixed(2) ?? '–'}, PnL ${signed(bot.profit)}`,
    '',
    ...table(['market', 'price', 'position', 'average entry', 'realised', 'unrealised'], positions),
    '',
    ...(orders.length === 0
      ? ['no open orders']
      : table(['order', 'market', 'what', 'because'], orders, { left: ['market', 'what', 'because'] })),
    '',
    `last fill      ${fillText(bot)}`,
    `last refusal   ${bot.lastRefusal?.refusal.message ?? '–'}`,
    `last fault     ${bot.lastFault?.message ?? '–'}`,
    ...Object.entries(bot.counters).map(([name, count]) => `${name.padEnd(14)} ${count}`),
  ].join('\n')
}
