import { type BacktestRun, backtestRuns } from './backtest/backtest-run.ts'
import { type FleetRun, fleetRun } from './fleet/fleet-run.ts'
import { type PathRun, pathRun } from './path/path-run.ts'
import { type WireRun, wireRun } from './wire/wire-run.ts'

export const BOT_PARTS = ['bots-fleet', 'bots-wire', 'bots-path', 'bots-backtest'] as const
export type BotPart = (typeof BOT_PARTS)[number]

/** What was asked for. */
export interface BotFigures {
  readonly fleet: readonly FleetRun[] | undefined
  readonly wire: WireRun | undefined
  readonly path: readonly PathRun[] | undefined
  readonly backtest: readonly BacktestRun[] | undefined
}

export interface BotsBenchOptions {
  readonly parts: readonly string[]
  readonly repetitions: number
  /** Of a backtest. */
  readonly events: number
}

const PER_SECOND = 10_000
const SECONDS = 10
const BOTS = [10, 100, 300, 1_000]
const WITH_JOURNALS = [100, 1_000]
const ROUNDS = 1_000
/** A jump leads to an order of every bot of its market. */
const PATHS = [
  { bots: 50, seconds: 10, jumpsPerSecond: 20 },
  { bots: 1_000, seconds: 20, jumpsPerSecond: 4 },
]

/** Bots as they run, each part in processes of its own. */
export async function botsBench(options: BotsBenchOptions, say: (text: string) => void): Promise<BotFigures> {
  const { events, parts, repetitions } = options
  const asked = (part: BotPart) => parts.includes(part)
  return {
    fleet: asked('bots-fleet') ? await fleets(say) : undefined,
    wire: asked('bots-wire') ? await toWire(say) : undefined,
    path: asked('bots-path') ? await paths(say) : undefined,
    backtest: asked('bots-backtest') ? await backtests(events, repetitions, say) : undefined,
  }
}

async function fleets(say: (text: string) => void): Promise<readonly FleetRun[]> {
  const runs: FleetRun[] = []
  const order = { perSecond: PER_SECOND, seconds: SECONDS, strategy: 'ema-cross', ordersTo: undefined } as const
  for (const journals of [false, true]) {
    for (const bots of journals ? WITH_JOURNALS : BOTS) {
      say(`bots: a fleet of ${bots}${journals ? ', inputs journalled' : ''}`)
      runs.push(await fleetRun({ ...order, bots, journals }))
    }
  }
  return runs
}

function toWire(say: (text: string) => void): Promise<WireRun> {
  say('bots: from a stop-loss to the wire')
  return wireRun(ROUNDS)
}

async function paths(say: (text: string) => void): Promise<readonly PathRun[]> {
  const runs: PathRun[] = []
  for (const path of PATHS) {
    say(`bots: from the exchange over Redis to the wire, ${path.bots} bots`)
    runs.push(await pathRun({ ...path, perSecond: PER_SECOND }))
  }
  return runs
}

function backtests(events: number, repetitions: number, say: (text: string) => void): Promise<readonly BacktestRun[]> {
  say('bots: backtests')
  return backtestRuns(events, repetitions)
}
