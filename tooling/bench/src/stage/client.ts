import { createHistogram } from 'node:perf_hooks'
import { systemClock } from '@md/runtime'
import { CONTENDERS } from '../contenders/all.ts'
import { workloadNamed } from '../workloads/all.ts'
import type { ClientOrder, ClientResult, FromClient, Percentiles } from './messages.ts'
import { microseconds } from './microseconds.ts'

/** While code is being compiled, that is what one would measure. */
const WARM_UP_SHARE = 0.2

/** One contender takes in one workload, and says what it cost. */
process.once('message', async (order: ClientOrder) => {
  const start = CONTENDERS[order.contender]
  if (start === undefined) throw new RangeError(`no contender is called "${order.contender}"`)

  const latencies = createHistogram({ lowest: 1, highest: 10_000_000, figures: 3 })
  let seen = 0
  const take = (writtenAt: number) => {
    seen += 1
    if (seen > order.frames * WARM_UP_SHARE) latencies.record(Math.max(1, microseconds() - writtenAt))
  }
  const contender = await start({
    workload: workloadNamed(order.workload),
    url: `ws://127.0.0.1:${order.port}`,
    restUrl: `http://127.0.0.1:${order.port}`,
    latency: order.latency ? take : undefined,
  })
  tell({ kind: 'ready' })

  // Nothing may run beside the contender while it works, so its progress is looked at only now and then.
  const base = contender.frames()
  const cpuBefore = process.cpuUsage()
  let startedAt: number | undefined
  const look = () => {
    const done = contender.frames() - base
    if (done > 0) startedAt ??= performance.now()
    if (done < order.frames) {
      systemClock.after(1, look)
      return
    }
    const { system, user } = process.cpuUsage(cpuBefore)
    tell({
      kind: 'result',
      result: {
        wallMs: performance.now() - (startedAt ?? 0),
        cpuMs: (system + user) / 1_000,
        maxRssMb: process.resourceUsage().maxRSS / 1_024,
        events: contender.events(),
        latency: order.latency ? percentilesOf(latencies) : undefined,
      } satisfies ClientResult,
    })
  }
  look()
})

const percentilesOf = (histogram: ReturnType<typeof createHistogram>): Percentiles => ({
  p50: histogram.percentile(50),
  p99: histogram.percentile(99),
  p999: histogram.percentile(99.9),
})

function tell(message: FromClient): void {
  process.send?.(message)
}
process.once('disconnect', () => process.exit(0))
