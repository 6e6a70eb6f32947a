import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@md/runtime'
import type { BotPlan } from './bot/plan.ts'
import type { Trouble, Word } from './bot/report.ts'
import { BotChild } from './bot-child.ts'
import { fastClock, paceFromNow } from './clock.ts'
import { faultsOf } from './judge.ts'
import type { Life, PlannedPoint, RunPlan } from './plan.ts'
import { HostileVenue } from './venue/hostile-venue.ts'
import { Truth } from './venue/truth.ts'
import { VenueServer } from './venue/venue-server.ts'

const SPEED = 20

/** Until a process of bots must have begun or ended, ms. */
const BEGIN_MS = 60_000
const SETTLE_MS = 60_000
const LOOK_MS = 5

export interface Crash {
  readonly point: PlannedPoint
  /** The process ended where it was to; otherwise it was killed from outside, later. */
  readonly asPlanned: boolean
}

export interface RunResult {
  readonly plan: RunPlan
  readonly crashes: readonly Crash[]
  readonly faults: readonly string[]
  /** What there was to judge. */
  readonly orders: number
  readonly fills: number
  /** What is left to look at: the store, where that was asked for and something is wrong. */
  readonly folder: string | undefined
}

/** One world from its beginning to its end: bots are killed again and again, left alone, and judged. */
export async function performRun(plan: RunPlan, { keep = false } = {}): Promise<RunResult> {
  const pace = paceFromNow(SPEED)
  const truth = new Truth()
  const venue = new HostileVenue({ seed: plan.seed, clock: fastClock(pace), truth })
  const server = await VenueServer.start({
    venue,
    onHalted: () => {
      truth.halted = true
    },
  })
  const folder = await mkdtemp(join(tmpdir(), 'md-crash-'))
  const common = { seed: plan.seed, pace, port: server.port, path: join(folder, 'bots.sqlite'), bug: plan.bug }
  let isWrong = true
  try {
    const lives = new Lives(common)
    const crashes: Crash[] = []
    for (const life of plan.lives) crashes.push(await lives.crash(life))
    const faults = await lives.settle(truth)
    isWrong = faults.length > 0
    const kept = keep && isWrong ? folder : undefined
    return { plan, crashes, faults, orders: truth.orders.size, fills: truth.fills.length, folder: kept }
  } finally {
    venue.close()
    await server.stop()
    if (!keep || !isWrong) await rm(folder, { recursive: true, force: true })
  }
}

type Common = Pick<BotPlan, 'seed' | 'pace' | 'port' | 'path' | 'bug'>

class Lives {
  readonly #common: Common
  readonly #troubles: Trouble[] = []
  readonly #faults: string[] = []
  /** Loads while the one before it lives. */
  #next = new BotChild()

  constructor(common: Common) {
    this.#common = common
  }

  async crash({ armed, haltAfterMs, killAfterMs, point, stopAfterMs }: Life): Promise<Crash> {
    const child = this.#begin({ mode: 'trade', armed, haltAfterMs, stopAfterMs })
    let wasKilled = false
    const kill = (): void => {
      wasKilled = true
      child.kill()
    }
    const cancelLate = systemClock.after(BEGIN_MS, kill)
    const cancelLook = whenRunning(child, () => systemClock.after(killAfterMs, kill))
    const { code, signal } = await child.ended
    cancelLate()
    cancelLook()
    this.#hear(child)
    if (signal !== 'SIGKILL' && code !== 0)
      this.#faults.push(`a process of bots ended with ${code}: ${lastWords(child)}`)
    if (!child.hasSaid('running') && wasKilled) this.#faults.push(`bots did not begin within ${BEGIN_MS} ms`)
    return { point, asPlanned: point === 'random' ? wasKilled : signal === 'SIGKILL' && !wasKilled }
  }

  async settle(truth: Truth): Promise<readonly string[]> {
    const child = this.#begin(
      { mode: 'settle', armed: undefined, haltAfterMs: undefined, stopAfterMs: undefined },
      false,
    )
    const cancel = systemClock.after(SETTLE_MS, () => child.kill())
    await child.ended
    cancel()
    this.#hear(child)
    const report = child.words.find((word) => word.kind === 'report')
    if (report === undefined) return [...this.#faults, `the last process reported nothing: ${lastWords(child)}`]
    const { bots, latches } = report
    const isLatched = latches.some(({ scope }) => scope === 'process')
    return [...this.#faults, ...faultsOf({ truth, bots, troubles: this.#troubles, isLatched })]
  }

  #begin(plan: Pick<BotPlan, 'mode' | 'armed' | 'haltAfterMs' | 'stopAfterMs'>, hasNext = true): BotChild {
    const child = this.#next
    child.begin({ ...this.#common, ...plan })
    if (hasNext) this.#next = new BotChild()
    return child
  }

  #hear({ words }: BotChild): void {
    for (const word of words) {
      if (word.kind === 'trouble') this.#troubles.push(word.trouble)
      if (word.kind === 'unsettled') this.#faults.push(`bots did not come to rest: ${word.what}`)
    }
  }
}

function whenRunning(child: BotChild, act: () => () => void): () => void {
  let cancel = systemClock.after(LOOK_MS, look)
  function look(): void {
    cancel = child.hasSaid('running') ? act() : systemClock.after(LOOK_MS, look)
  }
  return () => cancel()
}

function lastWords({ errors, words }: BotChild): string {
  const failed = words.find((word): word is Extract<Word, { kind: 'failed' }> => word.kind === 'failed')
  return failed?.reason ?? (errors === '' ? 'it said nothing' : errors)
}
