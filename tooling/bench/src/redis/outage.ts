import { sleep, systemClock } from '@md/runtime'
import { symbolAt } from './calls.ts'
import type { Stage } from './stage.ts'

/** A host that publishes 10,000 events a second while Redis is away, and after. */
export interface Outage {
  readonly seconds: number
  readonly rssBeforeMb: number
  readonly rssPeakMb: number
  readonly rssAfterMb: number
  /** Events kept for when Redis returns, at most; MB of text. */
  readonly ringPeakMb: number
  readonly published: number
  readonly dropped: number
  /** Of one executor that wants everything. */
  readonly received: number
  readonly lost: number
}

const PER_SECOND = 10_000
const AROUND_SECONDS = 2
const SYMBOLS = 100
const PATIENCE_MS = 20_000

/** Redis is killed and comes back empty. */
export async function outage(stage: Stage, seconds: number): Promise<Outage> {
  const { host, server } = stage
  const [executor] = stage.executors(1)
  if (executor === undefined) throw new Error('there is no executor')
  await server.command('FLUSHALL')
  const { url } = server
  const all = Array.from({ length: SYMBOLS }, (_, index) => symbolAt(index))
  await executor.ask('open', { transport: 'repaired', url, publishes: false, symbols: all })
  await host.ask('open', { transport: 'repaired', url, publishes: true, symbols: [] })
  const pace = (forSeconds: number) =>
    host.ask('pace', { perSecond: PER_SECOND, seconds: forSeconds, symbols: SYMBOLS })

  await pace(AROUND_SECONDS)
  const before = await host.ask('report', undefined)
  await server.kill()
  let rssPeakMb = before.rssMb
  let ringPeak = 0
  for (let second = 0; second < seconds; second++) {
    await pace(1)
    const { ringBytes, rssMb } = await host.ask('report', undefined)
    rssPeakMb = Math.max(rssPeakMb, rssMb)
    ringPeak = Math.max(ringPeak, ringBytes)
  }
  await server.restart({ empty: true })
  await pace(AROUND_SECONDS)
  const after = await host.ask('report', undefined)

  const deadline = systemClock.monotonic() + PATIENCE_MS
  let heard = await executor.ask('report', undefined)
  while (heard.received + heard.lost < after.published && systemClock.monotonic() < deadline) {
    await sleep(systemClock, 200)
    heard = await executor.ask('report', undefined)
  }
  const { publishDropped } = await host.ask('report', undefined)
  for (const worker of [host, executor]) await worker.ask('close', undefined)
  return {
    seconds,
    rssBeforeMb: before.rssMb,
    rssPeakMb: Math.max(rssPeakMb, after.rssMb),
    rssAfterMb: after.rssMb,
    ringPeakMb: ringPeak / 2 ** 20,
    published: after.published,
    dropped: publishDropped,
    received: heard.received,
    lost: heard.lost,
  }
}
