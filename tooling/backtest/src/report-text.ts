import type { BacktestResult, Metrics } from '@md/bot-engine/backtest'
import { outcomesOf, type RunMetrics, type RunResult } from './run-result.ts'
import { shownNumber, shownPercent, shownRatio, shownSpan, shownTime } from './shown.ts'

const WIDTH = 22

/** The result for people, line by line. */
export function reportLines(result: RunResult): readonly string[] {
  const { assumptions, markets, metrics, strategy, warnings } = result
  const { from, to } = metrics
  return [
    `${strategy.name} on ${markets.map(({ exchange, symbol }) => `${symbol} (${exchange})`).join(', ')}`,
    `${shownTime(from)} to ${shownTime(to)} UTC, ${shownSpan(to - from)}`,
    '',
    ...figuresOf(result).map(([name, value]) => `${name.padEnd(WIDTH)}${value}`),
    ...section('Warnings', warnings),
    ...section('Assumptions', assumptions),
  ]
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  - ${line}`)]

/** Name and value of everything there is to tell in a line. */
export function figuresOf({ counts, markets, metrics }: RunResult): readonly (readonly [string, string])[] {
  const quote = markets[0]?.symbol.split('/')[1] ?? ''
  return [...moneyOf(metrics, quote), ...riskOf(metrics, quote), ...tradesOf(metrics, quote), ...countsOf(counts)]
}

const moneyOf = (m: Metrics, quote: string): readonly (readonly [string, string])[] => [
  ['Profit or loss', `${shownNumber(m.pnl)} ${quote} (${shownPercent(m.return)})`],
  ['Realised, open', `${shownNumber(Number(m.realised))}, ${shownNumber(m.unrealised)} ${quote}`],
  ['Equity', `${shownNumber(Number(m.capital))} to ${shownNumber(m.finalEquity)} ${quote}`],
  ['A year at this rate', shownPercent(m.annualReturn)],
  ['Buy and hold', shownPercent(m.buyAndHold?.return)],
  [
    'Fees',
    Object.entries(m.fees)
      .map(([asset, fee]) => `${fee} ${asset}`)
      .join(', ') || 'none',
  ],
]

const riskOf = (m: Metrics, quote: string): readonly (readonly [string, string])[] => [
  ['Largest drawdown', `${shownPercent(m.maxDrawdown.fraction)} (${shownNumber(m.maxDrawdown.amount)} ${quote})`],
  ['Longest drawdown', shownSpan(m.maxDrawdown.longestMs)],
  [
    'Sharpe, Sortino',
    `${shownRatio(m.ratios.sharpe)}, ${shownRatio(m.ratios.sortino)} (${m.ratios.returns} returns, one a ${m.ratios.period}, annualised by ${m.ratios.periodsPerYear})`,
  ],
  ['Time in market', shownPercent(m.timeInMarket)],
  ['Average exposure', shownPercent(m.averageExposure)],
]

const tradesOf = (m: RunMetrics, quote: string): readonly (readonly [string, string])[] => [
  ['Round trips', `${m.trips}: ${outcomesOf(m)} (win rate ${shownPercent(m.winRate)})`],
  ['Profit factor', shownRatio(m.profitFactor)],
  ['Average win, loss', `${shownRatio(m.averageWin)}, ${shownRatio(m.averageLoss)} ${quote}`],
  ['Best, worst', `${shownRatio(m.best)}, ${shownRatio(m.worst)} ${quote}`],
  ['Held on average', m.averageHoldMs === undefined ? '-' : shownSpan(m.averageHoldMs)],
  ['Fills', String(m.fills)],
  ['Turnover', `${shownRatio(m.turnover)} times the capital`],
]

const countsOf = ({
  events,
  exits,
  orders,
  refusals,
}: BacktestResult['counts']): readonly (readonly [string, string])[] => [
  ['Orders', listed(orders)],
  ['Refused', listed(refusals)],
  ['Ended by barriers', listed(exits)],
  [
    'Events',
    `${events.played} played, ${events.delivered} of them wanted, ${events.gaps} ${events.gaps === 1 ? 'hole' : 'holes'}`,
  ],
]

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none'
