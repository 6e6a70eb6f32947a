import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import type { MarketDataWebSocketManager } from '@md/manager'
import { systemClock } from '@md/runtime'
import type { Alarms } from './alarms.ts'
import { type ExchangesProcess, startExchanges } from './exchanges-process.ts'
import { faultNumber } from './fault-mix.ts'
import { feedOf, MARKETS, SYMBOLS } from './feed.ts'
import type { SoakFigures } from './figures.ts'
import { openHandles } from './open-handles.ts'
import type { SoakOptions } from './options.ts'
import { type Look, Samples } from './samples.ts'
import { type Schedule, scheduleOf } from './schedule.ts'
import { TradeAudit } from './trade-audit.ts'

/** A market step makes about two frames that arrive: a book change or a ticker, and often a trade. */
const FRAMES_PER_STEP = 2

/** A market is quiet when it has not traded for so long, and for so many steps. */
const QUIET_SECONDS = 30
const QUIET_STEPS = 20

/** When nothing goes wrong any more, every book is right again within this: a retry may be half a minute away. */
const RECOVERY_SECONDS = 45

/** Sockets that `fetch` keeps for its next request close within this. */
const CLOSING_SECONDS = 10

/** Told of every tenth sample: a dozen lines, however long it takes. */
const SAMPLES_PER_LINE = 10

export interface Narrator {
  readonly alarms: Alarms
  say(line: string): void
}

export async function runSoak(options: SoakOptions, narrator: Narrator): Promise<SoakFigures> {
  const stepsPerSecond = options.rate / (MARKETS.length * FRAMES_PER_STEP)
  const exchanges = await startExchanges({ symbols: SYMBOLS, rate: stepsPerSecond })
  const audit = new TradeAudit()
  const manager = await feedOf(exchanges.addresses, audit)

  const { injected, lag, samples } = await watch(scheduleOf(options), exchanges, narrator)
  const quietMs = (QUIET_SECONDS + QUIET_STEPS / stepsPerSecond) * 1_000
  const quiet = audit.quietSince(systemClock.now() - quietMs, MARKETS)
  await holds(() => booksDown(manager) === 0, RECOVERY_SECONDS)
  const booksLeftDown = booksDown(manager)
  // Read in one turn: trades go on coming until everything is disconnected.
  const { delivered, outOfOrder, told, unexplained } = audit
  const metrics = Object.entries(manager.getSystemMetrics().exchanges)
  const counted = {
    trades: total(metrics.map(([, { events }]) => events.trade)),
    listenerFailures: total(metrics.map(([, { listenerFailures }]) => listenerFailures)),
  }
  const exchangesDied = exchanges.died()

  await manager.disconnectAll()
  await holds(() => openHandles().sockets === 0, CLOSING_SECONDS)
  const socketsLeft = openHandles().sockets
  await exchanges.stop()
  const { rejections, warnings } = narrator.alarms
  const seen = { ...samples.read(), injected, lag, seconds: options.seconds }
  return {
    ...seen,
    audit: { delivered, outOfOrder, told, unexplained },
    booksLeftDown,
    counted,
    exchanges: metrics,
    exchangesDied,
    quiet,
    rejections,
    socketsLeft,
    warnings,
  }
}

/** Injects faults and takes samples until the time is up. */
async function watch(schedule: Schedule, exchanges: ExchangesProcess, { say }: Narrator) {
  const elapsed = secondsSince(systemClock.monotonic())
  const delay = monitorEventLoopDelay({ resolution: 10 })
  const samples = new Samples()
  let taken = 0
  let injected = 0

  const sample = async (due: number): Promise<number> => {
    if (taken === 0) delay.reset()
    const look = await samples.take(elapsed())
    if (taken % SAMPLES_PER_LINE === 0) say(progress(elapsed(), look, injected))
    taken += 1
    return due + schedule.sampleEvery
  }
  const misbehave = (due: number): number => {
    exchanges.inject(faultNumber(injected))
    injected += 1
    return due + schedule.faultAfter(due)
  }

  delay.enable()
  let sampleAt = schedule.warmUp
  let faultAt = 0
  while (elapsed() < schedule.seconds && !exchanges.died()) {
    // Before the next fault: by then the last one has been dealt with.
    if (elapsed() >= sampleAt) sampleAt = await sample(sampleAt)
    if (elapsed() >= faultAt) faultAt = misbehave(faultAt)
    await pause(Math.min(faultAt, sampleAt, schedule.seconds) - elapsed())
  }
  return { samples, injected, lag: lagOf(delay) }
}

/** Waits until it is so, or until the time is up. */
async function holds(isSo: () => boolean, seconds: number): Promise<void> {
  const elapsed = secondsSince(systemClock.monotonic())
  while (!isSo() && elapsed() < seconds) await pause(0.1)
}

function booksDown(manager: MarketDataWebSocketManager): number {
  const { exchanges } = manager.getSystemMetrics()
  return MARKETS.length - total(Object.values(exchanges).map(({ adapter }) => adapter?.books.live ?? 0))
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)

const lagOf = (delay: IntervalHistogram) => ({ p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 })

const progress = (at: number, { handles, heap }: Look, injected: number): string =>
  `${at.toFixed(0).padStart(6)} s: heap ${(heap.data / 2 ** 20).toFixed(2)} MB, ${handles.all} handles, ${handles.sockets} sockets, ${injected} faults`

const secondsSince = (started: number) => (): number => (systemClock.monotonic() - started) / 1_000

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => systemClock.after(Math.max(0, seconds * 1_000), resolve))
