import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import { systemClock } from '@md/runtime'
import { contenderNamed } from '../contenders/all.ts'
import type { Contender } from '../contenders/contender.ts'
import { workloadNamed } from '../workloads/all.ts'
import { startProfile } from './cpu-profile.ts'
import type { ClientOrder, FromClient, Measured, Percentiles } from './messages.ts'
import { microseconds } from './microseconds.ts'

/** While code is being compiled, that is what one would measure. */
const WARM_UP_SHARE = 0.5

/** Milliseconds between looks at the progress: a paced client would pay for each with a wake-up of its own. */
const LOOK_EVERY = { flood: 1, paced: 50 }

/** One contender takes in one workload, and says what it cost. */
process.once('message', async (order: ClientOrder) => {
  const latencies = createHistogram({ lowest: 1, highest: 10_000_000, figures: 3 })
  let seen = 0
  const take = (writtenAt: number) => {
    seen += 1
    if (seen > order.frames * WARM_UP_SHARE) latencies.record(Math.max(1, microseconds() - writtenAt))
  }
  const contender = await contenderNamed(order.contender)({
    workload: workloadNamed(order.workload, order.recordings),
    url: `ws://127.0.0.1:${order.port}`,
    restUrl: `http://127.0.0.1:${order.port}`,
    latency: order.latency ? take : undefined,
  })
  const stopProfile = order.profile === undefined ? undefined : await startProfile(order.profile)
  tell({ kind: 'ready' })
  const cost = await costOf(contender, order.frames, order.latency ? LOOK_EVERY.paced : LOOK_EVERY.flood)
  await stopProfile?.()
  tell({ kind: 'result', result: { ...cost, latency: order.latency ? percentilesOf(latencies) : undefined } })
})

/** What had been done, and used, at one moment. */
interface Mark {
  readonly frames: number
  readonly at: number
  readonly cpu: NodeJS.CpuUsage
}

/**
 * What the frames behind the warm-up cost. Nothing may run beside the contender while it works, so its progress is looked
 * at only now and then.
 */
function costOf(contender: Contender, frames: number, lookEvery: number): Promise<Omit<Measured, 'latency'>> {
  const [framesBefore, eventsBefore] = [contender.frames(), contender.events()]
  const mark = (): Mark => ({ frames: contender.frames() - framesBefore, at: microseconds(), cpu: process.cpuUsage() })
  let warm = mark()
  return new Promise((resolve) => {
    const look = () => {
      const now = mark()
      if (warm.frames === 0 && now.frames >= frames * WARM_UP_SHARE && now.frames < frames) warm = now
      if (now.frames < frames) {
        systemClock.after(lookEvery, look)
        return
      }
      resolve({
        frames: now.frames - warm.frames,
        wallMs: (now.at - warm.at) / 1_000,
        cpuMs: (now.cpu.user + now.cpu.system - warm.cpu.user - warm.cpu.system) / 1_000,
        maxRssMb: process.resourceUsage().maxRSS / 1_024,
        seen: (contender.events() - eventsBefore) / now.frames,
      })
    }
    look()
  })
}

const percentilesOf = (histogram: RecordableHistogram): Percentiles => ({
  p50: histogram.percentile(50),
  p99: histogram.percentile(99),
  p999: histogram.percentile(99.9),
})

function tell(message: FromClient): void {
  process.send?.(message)
}
process.once('disconnect', () => process.exit(0))
