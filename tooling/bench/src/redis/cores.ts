import { fanOut } from './fan.ts'
import type { Stage } from './stage.ts'
import type { TransportName } from './transport.ts'

export interface Cores {
  readonly transport: TransportName
  readonly host: number
  /** The dearest of five. */
  readonly executor: number
  readonly redis: number
  /** Of all logs, by MEMORY USAGE, for each event in them. */
  readonly logBytesPerEvent: number
  /** By which used_memory grew. */
  readonly usedBytesPerEvent: number
}

const TRANSPORTS = ['plain', 'live', 'repaired', 'log'] as const

/** What 10,000 events a second cost: cores and memory. */
export async function cores(stage: Stage, seconds: number): Promise<readonly Cores[]> {
  const all: Cores[] = []
  for (const transport of TRANSPORTS) all.push(await coresOf(stage, transport, seconds))
  return all
}

async function coresOf(stage: Stage, transport: TransportName, seconds: number): Promise<Cores> {
  await stage.server.command('FLUSHALL')
  const before = await marks(stage)
  const order = { transport, executors: 5, symbols: 1_000, perSecond: 10_000, seconds }
  const run = await fanOut(stage, order)
  const after = await marks(stage)
  const logged = await logBytes(stage)
  return {
    transport,
    host: run.hostCores,
    executor: Math.max(...run.executorCores),
    redis: (after.cpu - before.cpu) / ((run.published / order.perSecond) * run.stretch),
    logBytesPerEvent: logged / run.published,
    usedBytesPerEvent: Math.max(0, after.used - before.used) / run.published,
  }
}

async function marks(stage: Stage): Promise<{ readonly cpu: number; readonly used: number }> {
  const user = await stage.info('cpu', /used_cpu_user:([\d.]+)/)
  const system = await stage.info('cpu', /used_cpu_sys:([\d.]+)/)
  return { cpu: user + system, used: await stage.info('memory', /used_memory:(\d+)/) }
}

async function logBytes({ server }: Stage): Promise<number> {
  const keys = await server.command('KEYS', '*:log:*')
  let bytes = 0
  for (const key of Array.isArray(keys) ? keys : []) {
    bytes += Number(await server.command('MEMORY', 'USAGE', String(key), 'SAMPLES', '0'))
  }
  return bytes
}
