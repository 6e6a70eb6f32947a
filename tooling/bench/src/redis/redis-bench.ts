import { type Cores, cores } from './cores.ts'
import { type LatencyRow, latency } from './latency.ts'
import { type Outage, outage } from './outage.ts'
import { type Publishing, publishing } from './publishing.ts'
import { Stage } from './stage.ts'
import { type SustainedRate, sustainedRate } from './sustained.ts'

export interface RedisBenchOptions {
  /** Of a flood. */
  readonly events: number
  readonly repetitions: number
  /** Of a paced run. */
  readonly seconds: number
  readonly outageSeconds: number
  readonly executorCounts?: readonly number[]
}

export interface RedisFigures {
  readonly publishing: Publishing
  readonly sustained: SustainedRate
  readonly cores: readonly Cores[]
  readonly latency: readonly LatencyRow[]
  /** Heap and buffers of one. */
  readonly bytesPerBridge: number
  readonly outage: Outage
}

const BRIDGES_WEIGHED = 20

/** Everything about the bridge, in one run, on a server of its own. */
export async function redisBench(options: RedisBenchOptions, say: (text: string) => void): Promise<RedisFigures> {
  const { events, outageSeconds, repetitions, seconds } = options
  const stage = await Stage.open()
  try {
    say('redis: publishing')
    const published = await publishing(stage, events, repetitions)
    say('redis: cores at 10,000 events a second')
    const spent = await cores(stage, seconds)
    say('redis: highest rate')
    const sustained = await sustainedRate(stage, seconds)
    say('redis: latency')
    const latencies = await latency(stage, seconds, options.executorCounts)
    say('redis: memory')
    const bytesPerBridge = await weighed(stage)
    say(`redis: an outage of ${outageSeconds} s`)
    const away = await outage(stage, outageSeconds)
    return { publishing: published, sustained, cores: spent, latency: latencies, bytesPerBridge, outage: away }
  } finally {
    await stage.close()
  }
}

/** In a process that has let go of nothing yet: what it gives back meanwhile would be taken off. */
const weighed = (stage: Stage): Promise<number> =>
  stage.fresh((one) => one.ask('weigh', { bridges: BRIDGES_WEIGHED, url: stage.server.url }))
