import { existsSync } from 'node:fs'
import { note, print } from '@md/cli'
import { systemClock } from '@md/runtime'
import { BOOK_SHAPES, bookOnly } from './book-only.ts'
import { BOT_PARTS, botsBench } from './bots/bots-bench.ts'
import { PEERS } from './contenders/peers/all.ts'
import { type ContendersHere, contendersHere, isPeer } from './contenders-here.ts'
import { fanOut } from './fan-out.ts'
import type { BenchOptions, Part } from './options.ts'
import { PACES, paced } from './paced.ts'
import { profiled } from './profile.ts'
import { redisBench } from './redis/redis-bench.ts'
import { machine, type Report } from './report.ts'
import { type Comparison, throughput } from './throughput.ts'
import { WORKLOADS } from './workloads/all.ts'
import { recordedWorkloads } from './workloads/recorded.ts'
import type { Workload } from './workloads/workload.ts'

const LISTENERS = [100, 1_000, 5_000]
const BATCHES = 9
const REDIS_SECONDS = 3
const BACKTEST_EVENTS = 1_000_000

const NOTHING: Comparison = { rows: [], leftOut: [] }

/** What was asked for, one part after another. */
export class Measurements {
  readonly #options: BenchOptions
  readonly #recordings: string
  readonly #recorded: readonly Workload[]
  readonly #here: ContendersHere

  private constructor(options: BenchOptions, recordings: string, here: ContendersHere) {
    this.#options = options
    this.#recordings = recordings
    this.#recorded = existsSync(recordings) ? recordedWorkloads(recordings) : []
    this.#here = here
  }

  /** `recordings`: their folder, which may be missing. */
  static async prepared(options: BenchOptions, recordings: string): Promise<Measurements> {
    return new Measurements(options, recordings, await contendersHere(options))
  }

  async all(): Promise<Report> {
    const { outage, parts, repetitions } = this.#options
    const { contenders, leftOut } = this.#here
    const asked = (part: Part) => parts.includes(part)
    const live = asked('throughput') ? await this.#compare(WORKLOADS, contenders) : NOTHING
    const own = contenders.filter((name) => !isPeer(name))
    const ofRedis = { events: this.#options.frames, repetitions, seconds: REDIS_SECONDS, outageSeconds: outage }
    return {
      date: new Intl.DateTimeFormat('en-CA', { timeZone: 'UTC' }).format(systemClock.now()),
      machine: machine(),
      throughput: asked('throughput') ? { rows: live.rows, leftOut: [...leftOut, ...live.leftOut] } : NOTHING,
      recordings: asked('recordings') ? await this.#compare(this.#recorded, own) : NOTHING,
      paced: asked('paced') ? await this.#paced() : [],
      book: asked('book') ? books() : [],
      fanOut: asked('fan-out') ? await fanOuts() : [],
      redis: asked('redis') ? await redisBench(ofRedis, note) : undefined,
      bots: BOT_PARTS.some(asked) ? await botsBench({ parts, repetitions, events: BACKTEST_EVENTS }, note) : undefined,
    }
  }

  async profile(): Promise<void> {
    for (const workload of this.#chosen([...WORKLOADS, ...this.#recorded])) {
      for (const contender of this.#here.contenders) {
        if (PEERS[contender]?.leavesOut(workload) !== undefined) continue
        const options = { frames: this.#framesOf(workload), recordings: this.#recordings }
        print(await profiled(contender, workload.name, options))
      }
    }
  }

  async #compare(workloads: readonly Workload[], contenders: readonly string[]): Promise<Comparison> {
    const { repetitions } = this.#options
    const all: Comparison[] = []
    for (const workload of this.#chosen(workloads)) {
      note(`throughput: ${workload.name}`)
      const frames = this.#framesOf(workload)
      all.push(await throughput(workload, { contenders, frames, repetitions, recordings: this.#recordings }))
    }
    return { rows: all.flatMap(({ rows }) => rows), leftOut: all.flatMap(({ leftOut }) => leftOut) }
  }

  async #paced() {
    const all = []
    for (const pace of PACES) {
      note(`paced: ${pace.perSecond} trades a second in bursts of ${pace.burst}`)
      all.push(...(await paced(pace, this.#here.contenders, this.#options.repetitions)))
    }
    return all
  }

  #chosen(all: readonly Workload[]): readonly Workload[] {
    return all.filter(({ name }) => name.includes(this.#options.workload))
  }

  #framesOf({ weight = 1 }: Workload): number {
    return Math.ceil(this.#options.frames / weight)
  }
}

function books() {
  note('book')
  return BOOK_SHAPES.map((shape) => bookOnly(shape, BATCHES))
}

async function fanOuts() {
  note('fan-out')
  const all = []
  for (const listeners of LISTENERS) all.push(await fanOut(listeners, BATCHES))
  return all
}
