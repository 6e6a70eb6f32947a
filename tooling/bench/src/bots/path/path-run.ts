import { loadavg } from 'node:os'
import { startRedisServer } from '@md/redis-bridge/testing'
import { Child } from '../../child.ts'
import type { ExchangeCalls, Pace } from '../exchange/calls.ts'
import type { FleetCalls, FleetReport } from '../fleet/calls.ts'
import { withFolder } from '../folder.ts'
import { type Spread, spreadOf } from '../percentiles.ts'
import type { HostCalls } from './calls.ts'

export interface PathOrder {
  readonly bots: number
  readonly perSecond: number
  readonly seconds: number
  readonly jumpsPerSecond: number
}

export interface PathRun {
  readonly order: PathOrder
  readonly jumps: number
  /** From the write of the frame to the arrival of its first order, both at the exchange. */
  readonly toWire: Spread
  readonly report: FleetReport
  readonly load: number
}

const WARM_UP_SECONDS = 3
const SEED = 11

/** Exchange, host, Redis and executor in a process each; the exchange sees a frame leave and its order arrive. */
export const pathRun = (order: PathOrder): Promise<PathRun> => withFolder((folder) => runIn(folder, order))

async function runIn(folder: string, order: PathOrder): Promise<PathRun> {
  const { bots, jumpsPerSecond, perSecond, seconds } = order
  const redis = await startRedisServer()
  const exchange = new Child<ExchangeCalls>(new URL('../exchange/exchange-process.ts', import.meta.url))
  const host = new Child<HostCalls>(new URL('./host-process.ts', import.meta.url))
  const executor = new Child<FleetCalls>(new URL('../fleet/fleet-process.ts', import.meta.url))
  try {
    const { port } = await exchange.ask('listen', undefined)
    await host.ask('open', { port, url: redis.url })
    const feed = { kind: 'redis', url: redis.url } as const
    await executor.ask('prepare', { feed, folder, bots, strategy: 'breakout', ordersTo: port, journals: false })
    await executor.ask('open', undefined)
    const pace: Pace = { perSecond, seconds: WARM_UP_SECONDS, seed: SEED, jumpsPerSecond }
    await exchange.ask('pace', pace)
    await executor.ask('mark', undefined)
    const { jumps, toOrderUs } = await exchange.ask('pace', { ...pace, seconds })
    const report = await executor.ask('report', undefined)
    return { order, jumps, toWire: spreadOf(toOrderUs), report, load: loadavg()[0] ?? Number.NaN }
  } finally {
    for (const child of [executor, host, exchange]) child.end()
    await redis.stop()
  }
}
