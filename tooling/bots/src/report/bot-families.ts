import type { Family } from '@md/service'
import type { BotReport } from './bot-report.ts'

/** What Prometheus is told. One label, the id of the bot, so that there are no more series than bots. */
export const botFamilies = (reports: readonly BotReport[]): readonly Family[] => {
  const each =
    (type: Family['type']) =>
    (name: string, help: string, value: (report: BotReport) => number | undefined): Family => ({
      name,
      type,
      help,
      series: reports.flatMap((report) => {
        const number = value(report)
        return number === undefined ? [] : [{ labels: { bot: report.id }, value: number }]
      }),
    })
  const gauge = each('gauge')
  const counter = each('counter')
  return [
    gauge('md_bot_running', '1 while the strategy is asked and everything it needs is there', ({ state }) =>
      state === 'running' ? 1 : 0,
    ),
    gauge('md_bot_halted', '1 while none of its orders leaves', ({ halted, trading }) =>
      halted !== undefined || trading === 'halted' ? 1 : 0,
    ),
    gauge('md_bot_equity', 'Capital and profit, quote currency', ({ standing }) => standing?.equity),
    gauge('md_bot_profit', 'Realised and unrealised, fees included, quote currency', ({ profit }) => profit),
    gauge('md_bot_realised', 'Realised, quote currency', ({ realised }) => Number(realised)),
    gauge('md_bot_open_orders', 'Orders that are not ended', ({ openOrders }) => openOrders.length),
    counter('md_bot_orders_total', 'Orders written down', ({ counters }) => counters.orders),
    counter('md_bot_refusals_total', 'Orders that the risk chain refused', ({ counters }) => counters.refusals),
    counter('md_bot_hooks_total', 'Calls of the strategy', ({ counters }) => counters.hooks),
    counter(
      'md_bot_slow_hooks_total',
      'Calls of the strategy that took too long',
      ({ counters }) => counters.slowHooks,
    ),
    counter('md_bot_dropped_total', 'Market events pushed out of a full mailbox', ({ counters }) => counters.dropped),
  ]
}
