import { Child } from '../../child.ts'
import { median } from '../../median.ts'
import { withFolder } from '../folder.ts'
import { type BacktestCalls, type BacktestSpeed, PLAYS, type Play } from './calls.ts'

export interface BacktestRun extends BacktestSpeed {
  readonly perSecond: number
  /** Half the range over the repetitions, as a share. */
  readonly spread: number
}

/** Each kind of play in a process of its own, by turns; medians. Files are written before the clock starts. */
export async function backtestRuns(events: number, repetitions: number): Promise<readonly BacktestRun[]> {
  const speeds: BacktestSpeed[] = []
  for (let i = 0; i < repetitions; i++) for (const play of PLAYS) speeds.push(await once(play, events))
  return PLAYS.map((play) => summary(speeds.filter((speed) => speed.play === play)))
}

const once = (play: Play, events: number): Promise<BacktestSpeed> =>
  withFolder(async (folder) => {
    const child = new Child<BacktestCalls>(new URL('./backtest-process.ts', import.meta.url))
    try {
      return await child.ask('run', { play, events, folder })
    } finally {
      child.end()
    }
  })

function summary(speeds: readonly BacktestSpeed[]): BacktestRun {
  const [first] = speeds
  if (first === undefined) throw new RangeError('nothing was played')
  const rates = speeds.map(({ events, ms }) => (events / ms) * 1_000)
  const perSecond = median(rates)
  const cpuMs = median(speeds.map((speed) => speed.cpuMs))
  return { ...first, cpuMs, perSecond, spread: (Math.max(...rates) - Math.min(...rates)) / 2 / perSecond }
}
