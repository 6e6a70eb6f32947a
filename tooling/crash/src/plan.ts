import type { Armed } from './bot/fuse.ts'
import type { Bug } from './bot/plan.ts'
import { between, chance } from './chance.ts'
import { CRASH_POINTS, type CrashPoint, mostTimes, needsHalt, needsStop, recurs } from './points.ts'

/** `random`: killed from outside, at no particular moment. */
export type PlannedPoint = CrashPoint | 'random'

export const PLANNED_POINTS: readonly PlannedPoint[] = [...CRASH_POINTS, 'random']

/** One life of a process of bots, and how it ends. */
export interface Life {
  readonly point: PlannedPoint
  readonly armed: Armed | undefined
  /** Of the world's time, after the bots began, ms. */
  readonly killAfterMs: number
  readonly haltAfterMs: number | undefined
  readonly stopAfterMs: number | undefined
}

export interface RunPlan {
  readonly seed: number
  readonly lives: readonly Life[]
  readonly bug: Bug | undefined
}

/** How long a life may go on where its point is not reached, ms. */
const LONGEST_MS = 2_500

/** @param index of the run: runs that follow each other take turns at the points */
export function runPlan(
  seed: number,
  index: number,
  {
    bug,
    lives = 3,
    points = PLANNED_POINTS,
  }: { readonly bug?: Bug | undefined; readonly lives?: number; readonly points?: readonly PlannedPoint[] },
): RunPlan {
  const own = Math.floor(chance(seed, 'run', index) * 2 ** 31)
  const chosen = Array.from({ length: lives }, (_, i) => turn(points, seed, index * lives + i))
  // What was halted stays so, and what has no past has nothing to find.
  const ordered = chosen.toSorted((a, b) => rank(a) - rank(b))
  const last = ordered.at(-1)
  // Who was halted has to stay so while the strategy wants to trade.
  const all = last !== undefined && rank(last) === HALTING ? [...ordered, 'random' as const] : ordered
  return { seed: own, bug, lives: all.map((point, i) => life(own, point, i)) }
}

/** Every point once before any comes again, in an order of the seed. */
function turn(points: readonly PlannedPoint[], seed: number, n: number): PlannedPoint {
  const round = Math.floor(n / points.length)
  const shuffled = points
    .map((point) => ({ point, at: chance(seed, 'order', round, point) }))
    .toSorted((a, b) => a.at - b.at)
  return shuffled[n % points.length]?.point ?? 'random'
}

const HALTING = 2

function rank(point: PlannedPoint): number {
  if (point === 'random' || recurs(point)) return 0
  return needsHalt(point) ? HALTING : 1
}

function life(seed: number, point: PlannedPoint, index: number): Life {
  if (point === 'random') return { ...UNARMED, point, killAfterMs: between(0, 1_000, seed, 'kill', index) }
  const soon = between(50, 900, seed, 'soon', index)
  const turns = chance(seed, 'now', index) < 0.6 ? 0 : between(1, 40, seed, 'turns', index)
  return {
    point,
    armed: { point, nth: between(1, mostTimes(point), seed, 'nth', index), turns },
    killAfterMs: LONGEST_MS,
    haltAfterMs: needsHalt(point) ? soon : undefined,
    stopAfterMs: needsStop(point) ? soon : undefined,
  }
}

const UNARMED = { armed: undefined, haltAfterMs: undefined, stopAfterMs: undefined } as const
