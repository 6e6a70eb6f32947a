import { loadavg } from 'node:os'
import { Child } from '../../child.ts'
import type { ExchangeCalls, Pace, Paced } from '../exchange/calls.ts'
import { withFolder } from '../folder.ts'
import type { FleetCalls, FleetOrder, FleetReport } from './calls.ts'

export interface FleetRunOrder extends Omit<FleetOrder, 'folder' | 'feed'> {
  readonly perSecond: number
  readonly seconds: number
  /** File for a CPU profile. */
  readonly profile?: string | undefined
}

export interface FleetRun {
  readonly order: FleetRunOrder
  readonly paced: Paced
  readonly report: FleetReport
  readonly startMs: number
  /** Live heap with the bots, after the run, beside without. */
  readonly heapGrowth: number
  readonly rssGrowth: number
  /** Of the machine, when it ended. */
  readonly load: number
}

const WARM_UP_SECONDS = 4
const SEED = 7

/** One fleet, fed by an exchange in another process over a real socket. */
export const fleetRun = (order: FleetRunOrder): Promise<FleetRun> => withFolder((folder) => runIn(folder, order))

async function runIn(folder: string, order: FleetRunOrder): Promise<FleetRun> {
  const exchange = new Child<ExchangeCalls>(new URL('../exchange/exchange-process.ts', import.meta.url))
  const fleet = new Child<FleetCalls>(new URL('./fleet-process.ts', import.meta.url))
  try {
    const { port } = await exchange.ask('listen', undefined)
    await fleet.ask('prepare', { ...order, folder, feed: { kind: 'exchange', port } })
    const pace: Pace = { perSecond: order.perSecond, seconds: WARM_UP_SECONDS, seed: SEED, jumpsPerSecond: 0 }
    await exchange.ask('pace', { ...pace, seconds: 1 })
    const before = await fleet.ask('weigh', undefined)
    const { startMs } = await fleet.ask('open', undefined)
    await exchange.ask('pace', pace)
    if (order.profile !== undefined) await fleet.ask('profile', { file: order.profile })
    await fleet.ask('mark', undefined)
    const paced = await exchange.ask('pace', { ...pace, seconds: order.seconds, seed: SEED + 1 })
    const report = await fleet.ask('report', undefined)
    const after = await fleet.ask('weigh', undefined)
    const [heapGrowth, rssGrowth] = [after.heap - before.heap, after.rss - before.rss]
    return { order, paced, report, startMs, heapGrowth, rssGrowth, load: loadavg()[0] ?? Number.NaN }
  } finally {
    fleet.end()
    exchange.end()
  }
}
