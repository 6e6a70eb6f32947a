import { median } from '../median.ts'
import { redisBenchmark } from './redis-benchmark.ts'
import type { Stage } from './stage.ts'
import { TRANSPORTS, type TransportName } from './transport.ts'

export interface PublishRate {
  readonly transport: TransportName
  readonly perSecond: number
  readonly timesPlain: number
  readonly timesBenchmark: number | undefined
  /** Whether channels were published to as well: a log alone has none. */
  readonly saidLive: boolean
}

export interface Publishing {
  readonly rates: readonly PublishRate[]
  /** What the server itself can take in; unknown where `redis-benchmark` is missing. */
  readonly benchmarkPerSecond: number | undefined
}

const SYMBOLS = 1_000

/** Floods of trades over 1,000 symbols, nobody subscribed, by turns. */
export async function publishing(stage: Stage, events: number, repetitions: number): Promise<Publishing> {
  const found = new Map<TransportName, number[]>(TRANSPORTS.map((name) => [name, []]))
  const live = new Set<TransportName>()
  const benchmarks: number[] = []
  for (let i = 0; i < repetitions; i++) {
    const benchmark = await redisBenchmark(stage.server.port, events)
    if (benchmark !== undefined) benchmarks.push(benchmark)
    for (const transport of TRANSPORTS) {
      const { perSecond, saidLive } = await flood(stage, transport, events)
      found.get(transport)?.push(perSecond)
      if (saidLive) live.add(transport)
    }
  }
  const benchmarkPerSecond = benchmarks.length === 0 ? undefined : median(benchmarks)
  const plain = median(found.get('plain') ?? [])
  const rates = [...found].map(([transport, all]) => {
    const perSecond = median(all)
    const timesBenchmark = benchmarkPerSecond === undefined ? undefined : perSecond / benchmarkPerSecond
    return { transport, perSecond, timesPlain: perSecond / plain, timesBenchmark, saidLive: live.has(transport) }
  })
  return { rates, benchmarkPerSecond }
}

async function flood(
  { host, server }: Stage,
  transport: TransportName,
  events: number,
): Promise<{ perSecond: number; saidLive: boolean }> {
  await server.command('FLUSHALL')
  await host.ask('open', { transport, url: server.url, publishes: true, symbols: [] })
  // Half of it again before it counts: while code is compiled, that is what one would measure.
  await host.ask('flood', { events: Math.ceil(events / 2), symbols: SYMBOLS })
  await server.command('CONFIG', 'RESETSTAT')
  const ms = await host.ask('flood', { events, symbols: SYMBOLS })
  const calls = Number(/cmdstat_publish:calls=(\d+)/.exec(String(await server.command('INFO', 'commandstats')))?.[1])
  await host.ask('close', undefined)
  return { perSecond: (events / ms) * 1_000, saidLive: calls > events / 1_000 }
}
