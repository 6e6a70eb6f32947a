import { type BotReport, fillText, orderText, positionText, reasonText, signed, stateText } from '@md/bots'
import type { Scene } from './picture.ts'

const number = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '–')

/** How it goes, for an output that cannot redraw: one line for all, one for each market and bot. */
export function statusLines({ bots, elapsed, eventsPerSecond, health, rows, waiting }: Scene): string {
  const markets = rows.map(({ exchange, symbol, last, bid, ask, book, rate }) => {
    return `  ${exchange} ${symbol}: last ${number(last)}, bid ${number(bid)}, ask ${number(ask)}, book ${book}, ${rate.toFixed(0)} events/s`
  })
  return [
    `${(elapsed / 1_000).toFixed(0)} s: ${eventsPerSecond.toFixed(0)} events/s, ${because(
      health.status,
      health.reasons.map(({ message }) => message),
    )}`,
    ...markets,
    ...bots.map(botLine),
    ...waiting.map((line) => `  ${line}`),
  ].join('\n')
}

const REASONS_SHOWN = 3

/** `degraded (one reason; another; 4 more)`. */
function because(state: string, reasons: readonly string[]): string {
  if (reasons.length === 0) return state
  const more = reasons.length - REASONS_SHOWN
  return `${state} (${[...reasons.slice(0, REASONS_SHOWN), ...(more > 0 ? [`${more} more`] : [])].join('; ')})`
}

/** Of a bot that has hardly begun there is nothing to tell yet. */
const reasonsOf = (bot: BotReport): readonly string[] =>
  bot.halted === undefined && bot.reason === undefined ? [] : [reasonText(bot) ?? []].flat()

const botLine = (bot: BotReport): string =>
  `  ${bot.id}: ${because(stateText(bot), reasonsOf(bot))}, position ${positionText(bot)}, PnL ${signed(bot.profit)}, last order ${orderText(bot)}, last fill ${fillText(bot)}`

/** What was seen in all. */
export function summaryLines({ bots, elapsed, exchanges, rows, waiting }: Scene, total: number): string {
  const seconds = elapsed / 1_000
  const perExchange = exchanges.map(({ exchange, metrics }) => {
    const { adapter, reconnects } = metrics
    const trades = adapter?.trades
    const books = adapter?.books
    return [
      `${exchange}: ${adapter?.framesReceived ?? 0} frames`,
      `${metrics.messagesReceived} events`,
      `${reconnects} reconnects`,
      `${adapter?.rotations ?? 0} rotations`,
      `${books?.resyncs ?? 0} book resyncs (${books?.checksumFailures ?? 0} checksums, ${books?.sequenceGaps ?? 0} gaps, ${books?.crossed ?? 0} crossed)`,
      `${trades?.backfilled ?? 0} trades back-filled`,
      `${trades?.missed ?? 0} missed`,
    ].join(', ')
  })
  const missed = rows.reduce((sum, row) => sum + row.missed, 0)
  return [
    `Ran ${seconds.toFixed(1)} s: ${total} events, ${(total / Math.max(seconds, 0.001)).toFixed(0)} a second, ${missed} trades missed.`,
    ...perExchange,
    ...bots.map(botSummary),
    ...waiting,
  ].join('\n')
}

const botSummary = ({ counters, id, positions, profit }: BotReport): string =>
  [
    `${id}: ${counters.orders} orders`,
    `${counters.refusals} refused`,
    `position ${positionText({ positions })}`,
    `PnL ${signed(profit)} with paper money`,
  ].join(', ')
