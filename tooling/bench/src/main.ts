import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { systemClock } from '@md/runtime'
import { BOOK_SHAPES, bookOnly } from './book-only.ts'
import { BOT_PARTS, botsBench } from './bots/bots-bench.ts'
import { botTables } from './bots/bots-report.ts'
import { PEERS } from './contenders/peers/all.ts'
import { fanOut } from './fan-out.ts'
import { installPeers } from './install-peers.ts'
import { type BenchOptions, type Part, readOptions, USAGE } from './options.ts'
import { PACES, paced } from './paced.ts'
import { profiled } from './profile.ts'
import { redisBench } from './redis/redis-bench.ts'
import { redisMarkdown } from './redis/redis-report.ts'
import { machine, type Report, toMarkdown } from './report.ts'
import { type Comparison, type LeftOut, throughput } from './throughput.ts'
import { type Place, updateDocs } from './update-docs.ts'
import { WORKLOADS } from './workloads/all.ts'
import { recordedWorkloads } from './workloads/recorded.ts'
import type { Workload } from './workloads/workload.ts'

const USAGE_ERROR = 2
const LISTENERS = [100, 1_000, 5_000]
const BATCHES = 9
const REDIS_SECONDS = 3
const BACKTEST_EVENTS = 1_000_000

/** In tables of their own. */
const APART: readonly Part[] = ['redis', ...BOT_PARTS]

/** Taking in a live stream is what peers are compared in. */
const WITH_PEERS: readonly Part[] = ['throughput', 'paced']

const say = (text: string) => process.stderr.write(`${text}\n`)

function optionsOrExit(): BenchOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    process.exit(USAGE_ERROR)
  }
}

const options = optionsOrExit()
const { frames, repetitions } = options
const recordings =
  process.env['MD_RECORDINGS'] ?? fileURLToPath(new URL('../../../../shared/recordings', import.meta.url))
const recorded = existsSync(recordings) ? recordedWorkloads(recordings) : []
const skipped: LeftOut[] = []
const contenders = await available()
const own = contenders.filter((name) => PEERS[name] === undefined)

/** Those asked for, without the peers where these cannot be installed. */
async function available(): Promise<readonly string[]> {
  const peersAsked = options.contenders.some((name) => PEERS[name] !== undefined)
  if (!(peersAsked && (options.profile || options.parts.some((part) => WITH_PEERS.includes(part))))) {
    return options.contenders
  }
  const problem = await installPeers(say)
  if (problem === undefined) return options.contenders
  say(`the peers are skipped: ${problem}`)
  const reason = 'is not installed here'
  for (const contender of options.contenders.filter((name) => PEERS[name] !== undefined)) {
    skipped.push({ workload: 'every workload', contender, reason })
  }
  return options.contenders.filter((name) => PEERS[name] === undefined)
}

const chosen = (all: readonly Workload[]) => all.filter(({ name }) => name.includes(options.workload))

const framesOf = ({ weight = 1 }: Workload) => Math.ceil(frames / weight)

async function compare(workloads: readonly Workload[], names: readonly string[]): Promise<Comparison> {
  const all: Comparison[] = []
  for (const workload of chosen(workloads)) {
    say(`throughput: ${workload.name}`)
    all.push(await throughput(workload, { contenders: names, frames: framesOf(workload), repetitions, recordings }))
  }
  return { rows: all.flatMap(({ rows }) => rows), leftOut: all.flatMap(({ leftOut }) => leftOut) }
}

const withSkipped = ({ leftOut, rows }: Comparison): Comparison => ({ rows, leftOut: [...skipped, ...leftOut] })

async function pacedLatencies() {
  const all = []
  for (const pace of PACES) {
    say(`paced: ${pace.perSecond} trades a second in bursts of ${pace.burst}`)
    all.push(...(await paced(pace, contenders, repetitions)))
  }
  return all
}

function books() {
  say('book')
  return BOOK_SHAPES.map((shape) => bookOnly(shape, BATCHES))
}

async function fanOuts() {
  say('fan-out')
  const all = []
  for (const listeners of LISTENERS) all.push(await fanOut(listeners, BATCHES))
  return all
}

const redis = () =>
  redisBench({ events: frames, repetitions, seconds: REDIS_SECONDS, outageSeconds: options.outage }, say)

const bots = () => botsBench({ parts: options.parts, repetitions, events: BACKTEST_EVENTS }, say)

async function measureAll(): Promise<Report> {
  const asked = (part: Part) => options.parts.includes(part)
  const nothing: Comparison = { rows: [], leftOut: [] }
  return {
    date: new Intl.DateTimeFormat('en-CA', { timeZone: 'UTC' }).format(systemClock.now()),
    machine: machine(),
    throughput: asked('throughput') ? withSkipped(await compare(WORKLOADS, contenders)) : nothing,
    recordings: asked('recordings') ? await compare(recorded, own) : nothing,
    paced: asked('paced') ? await pacedLatencies() : [],
    book: asked('book') ? books() : [],
    fanOut: asked('fan-out') ? await fanOuts() : [],
    redis: asked('redis') ? await redis() : undefined,
    bots: BOT_PARTS.some(asked) ? await bots() : undefined,
  }
}

async function profileAll(): Promise<void> {
  for (const workload of chosen([...WORKLOADS, ...recorded])) {
    for (const contender of contenders) {
      if (PEERS[contender]?.leavesOut(workload) !== undefined) continue
      process.stdout.write(`${await profiled(contender, workload.name, { frames: framesOf(workload), recordings })}\n`)
    }
  }
}

async function writeAll(report: Report): Promise<void> {
  const withRest = options.parts.some((part) => !APART.includes(part))
  const { bots: figures, date, machine: where, redis: bridge } = report
  const tables: (readonly [Place, string])[] = [
    ...(withRest ? [['bench', toMarkdown(report)] as const] : []),
    ...(bridge === undefined ? [] : [['redis', redisMarkdown(bridge, date, where)] as const]),
    ...(figures === undefined ? [] : botTables(figures, date, where)),
  ]
  const markdown = tables.map(([, text]) => text).join('\n')
  process.stdout.write(markdown)
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`)
  if (options.markdown !== undefined) await writeFile(options.markdown, markdown)
  if (!options.updateDocs) return
  for (const [place, text] of tables) await updateDocs(place, text)
}

if (options.profile) await profileAll()
else await writeAll(await measureAll())
