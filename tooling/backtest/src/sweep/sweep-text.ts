import type { Metrics } from '@md/bot-engine/backtest'
import type { TimeRange } from '../data/opened.ts'
import { shownNumber, shownPercent, shownRatio, shownTime } from '../shown.ts'
import type { Combination } from './grid.ts'
import type { Ranked, Ranking } from './ranking.ts'

/** A combination that could not be run, and why. */
export interface Failure {
  readonly index: number
  readonly combination: Combination
  readonly failure: string
}

export interface Sweep {
  readonly by: Ranking
  readonly ranges: readonly TimeRange[]
  readonly best: readonly Ranked[]
  readonly failures: readonly Failure[]
}

/** The best `top` of a sweep for people, line by line. */
export function sweepLines({ best, by, failures, ranges }: Sweep, top: number): readonly string[] {
  const isSplit = ranges.length > 1
  const names = isSplit ? ['First part, which ranks', 'Second part'] : ['Period']
  return [
    ...ranges.map(({ from = 0, to = 0 }, i) => `${names[i]}: ${shownTime(from)} to ${shownTime(to)} UTC`),
    `The best ${Math.min(top, best.length)} of ${best.length + failures.length} by ${by}:`,
    ...tableOf(best.slice(0, top), isSplit ? ['', '2nd '] : ['']),
    ...failureLines(failures, top),
  ]
}

function failureLines(failures: readonly Failure[], top: number): readonly string[] {
  const [first] = failures
  if (first === undefined) return []
  return [
    `${failures.length} could not be run, the first because ${first.failure}`,
    ...failures.slice(0, top).map(({ combination }) => `  ${combination.map((one) => one.join('=')).join(', ')}`),
    ...(failures.length > top ? [`  and ${failures.length - top} more`] : []),
  ]
}

const COLUMNS: readonly (readonly [string, (metrics: Metrics) => string])[] = [
  ['return', (m) => shownPercent(m.return)],
  ['drawdown', (m) => shownPercent(m.maxDrawdown.fraction)],
  ['Sharpe', (m) => shownRatio(m.ratios.sharpe)],
  ['trips', (m) => shownNumber(m.trips, 0)],
]

function tableOf(best: readonly Ranked[], parts: readonly string[]): readonly string[] {
  const [first] = best
  if (first === undefined) return ['no combination could be run']
  const head = [
    ...first.combination.map(([path]) => path),
    ...parts.flatMap((part) => [...COLUMNS.map(([name]) => name), 'refused'].map((name) => `${part}${name}`)),
  ]
  const rows = best.map(({ combination, metrics, refused }) => [
    ...combination.map(([, value]) => String(value)),
    ...metrics.flatMap((one, i) => [...COLUMNS.map(([, shown]) => shown(one)), shownNumber(refused[i] ?? 0, 0)]),
  ])
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)))
  return [head, ...rows].map((row) => row.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  '))
}
