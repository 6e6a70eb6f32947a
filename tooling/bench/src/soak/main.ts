import { type ChildProcess, fork } from 'node:child_process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@md/runtime'
import type { ExchangesReady, ToExchanges } from './exchanges.ts'
import { faultNumber } from './fault-mix.ts'
import { feedOf, MARKETS, SYMBOLS } from './feed.ts'
import { readOptions, type SoakOptions, USAGE } from './options.ts'
import { TradeAudit } from './trade-audit.ts'
import { type Sample, trendOf } from './trend.ts'
import { verdictOf } from './verdict.ts'

const USAGE_ERROR = 2
const FAILED = 1

/** Code gets compiled and caches fill in the beginning: not part of the trend. */
const WARM_UP_SHARE = 0.25

/** A market step makes about three frames: a book change, a ticker, and often a trade. */
const FRAMES_PER_STEP = 3

const say = (text: string) => process.stdout.write(`${text}\n`)

function optionsOrExit(): SoakOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    process.exit(USAGE_ERROR)
  }
}

async function startExchanges(rate: number): Promise<{ exchanges: ChildProcess; ready: ExchangesReady }> {
  const exchanges = fork(fileURLToPath(new URL('./exchanges.ts', import.meta.url)))
  const ready = new Promise<ExchangesReady>((resolve) =>
    exchanges.once('message', (message) => resolve(message as ExchangesReady)),
  )
  const perSymbol = rate / (MARKETS.length * FRAMES_PER_STEP)
  exchanges.send({ kind: 'start', order: { symbols: SYMBOLS, rate: perSymbol } } satisfies ToExchanges)
  return { exchanges, ready: await ready }
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => systemClock.after(seconds * 1_000, resolve))

/** Live bytes: what is left after a collection. */
function liveHeap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

const options = optionsOrExit()
if (globalThis.gc === undefined) throw new Error('run it as `pnpm soak`, which starts node with --expose-gc')

let rejections = 0
process.on('unhandledRejection', (reason) => {
  rejections += 1
  say(`unhandled rejection: ${String(reason)}`)
})

const { exchanges, ready } = await startExchanges(options.rate)
const audit = new TradeAudit()
const manager = await feedOf(ready.addresses, audit)
const delay = monitorEventLoopDelay({ resolution: 10 })
delay.enable()
const heap: Sample[] = []
const handles: Sample[] = []
const sampleEvery = Math.max(1, options.seconds / 120)

const started = systemClock.monotonic()
const elapsed = () => (systemClock.monotonic() - started) / 1_000
let injected = 0
for (let sampled = 0; elapsed() < options.seconds; ) {
  await pause(Math.min(options.faultEvery, sampleEvery))
  while (injected < elapsed() / options.faultEvery) {
    exchanges.send({ kind: 'inject', ...faultNumber(injected) } satisfies ToExchanges)
    injected += 1
  }
  if (elapsed() < sampled) continue
  sampled += sampleEvery
  const at = elapsed()
  heap.push({ at, value: liveHeap() })
  handles.push({ at, value: process.getActiveResourcesInfo().length })
}
const metrics = manager.getSystemMetrics()
const lagMs = delay.percentile(99) / 1e6
await manager.disconnectAll()
exchanges.send({ kind: 'stop' } satisfies ToExchanges)

const settled = (samples: readonly Sample[]) => samples.slice(Math.floor(samples.length * WARM_UP_SHARE))
const verdict = verdictOf({
  seconds: options.seconds,
  injected,
  rejections,
  lagMs,
  audit,
  heap: { trend: trendOf(settled(heap)), last: heap.at(-1)?.value ?? 0 },
  handles: { trend: trendOf(settled(handles)), last: handles.at(-1)?.value ?? 0 },
  exchanges: Object.entries(metrics.exchanges),
})
for (const line of verdict.lines) say(line)
process.exitCode = verdict.failures.length === 0 ? 0 : FAILED
