import { type Columns, count, decimals, rounded, section, table } from './report-table.ts'
import type { Comparison, LeftOut, Throughput } from './throughput.ts'

/** Workloads down, contenders across: what one compares stands side by side. */
export function comparison(title: string, { leftOut, rows }: Comparison): string[] {
  if (rows.length === 0) return []
  const contenders = [...new Set(rows.map(({ contender }) => contender))]
  const across = (cell: (row: Throughput) => string): string[] => {
    const workloads = [...new Set(rows.map(({ workload }) => workload))]
    const cellOf = (workload: string, contender: string) => {
      const row = rows.find((one) => one.workload === workload && one.contender === contender)
      return row === undefined ? '–' : cell(row)
    }
    const columns = contenders.map((name) => [name, (workload: string) => cellOf(workload, name)] as const)
    return table(workloads, { workload: (workload) => workload, ...Object.fromEntries(columns) })
  }
  return [
    '',
    `### ${title}`,
    '',
    'Frames a second (× the plain way), and half the range over the repetitions. `*`: see below.',
    '',
    ...across(
      (row) => `${rounded(row.framesPerSecond)} (${decimals(row.timesPlain, 2)}×) ±${spread(row)} %${star(row)}`,
    ),
    '',
    'CPU microseconds a frame, which is seconds per million frames:',
    '',
    ...across(({ cpuPerFrame }) => decimals(cpuPerFrame, 2)),
    '',
    'Share of the frames that the listener got an event for:',
    '',
    ...across(({ seen }) => `${decimals(seen * 100, 1)} %`),
    ...section('Peak memory of the client process', contenders, memory(rows)),
    ...notes(rows, leftOut),
  ]
}

const spread = ({ framesPerSecond, spread: [low, high] }: Throughput): string =>
  count(((high - low) / 2 / framesPerSecond) * 100)

const star = ({ remark }: Throughput): string => (remark === undefined ? '' : ' *')

function memory(rows: readonly Throughput[]): Columns<string> {
  const of = (contender: string) => rows.filter((row) => row.contender === contender).map(({ maxRssMb }) => maxRssMb)
  return {
    contender: (contender) => contender,
    'lowest MB': (contender) => count(Math.min(...of(contender))),
    'highest MB': (contender) => count(Math.max(...of(contender))),
  }
}

/** One line a contender and reason, however many workloads it holds for. */
function notes(rows: readonly Throughput[], leftOut: readonly LeftOut[]): string[] {
  const remarks = rows.flatMap(({ contender, remark, workload }) =>
    remark === undefined ? [] : [{ contender, workload, reason: remark }],
  )
  const lines = [...grouped(remarks, '*'), ...grouped(leftOut, '–')]
  return lines.length === 0 ? [] : ['', ...lines]
}

function grouped(notices: readonly LeftOut[], mark: string): string[] {
  const workloads = new Map<string, string[]>()
  for (const { contender, reason, workload } of notices) {
    const key = `${contender} ${reason}`
    workloads.set(key, [...(workloads.get(key) ?? []), workload])
  }
  return [...workloads].map(([key, names]) => `- \`${mark}\` ${key}: ${names.join(', ')}.`)
}
