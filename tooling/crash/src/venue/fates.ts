import type { RejectCode } from '@md/types'
import { between, chance, oneOf } from '../chance.ts'

/** What becomes of a request to place an order. Times in ms, from its arrival. */
export interface PlaceFate {
  /** `undefined`: it gets lost on its way. */
  readonly arrivesAfterMs: number | undefined
  /** `undefined`: there never is an answer. */
  readonly answersAfterMs: number | undefined
  readonly reject: RejectCode | undefined
}

export interface CancelFate {
  readonly worksAfterMs: number | undefined
  readonly answersAfterMs: number | undefined
}

export interface FillFate {
  /** Until it is among the fills that one can ask for. */
  readonly listedAfterMs: number
  /** When it is told; as many times as there are numbers. */
  readonly toldAfterMs: readonly number[]
  /** Whether the new state of the order is told before it. */
  readonly stateFirst: boolean
}

/** Fates up to a share, in this order. */
const PLACE_FATES: readonly (readonly [below: number, fate: (...of: readonly string[]) => PlaceFate])[] = [
  [0.66, () => ({ arrivesAfterMs: 0, answersAfterMs: 0, reject: undefined })],
  [
    0.72,
    (...of) => ({
      arrivesAfterMs: 0,
      answersAfterMs: 0,
      reject: oneOf(['insufficient-funds', 'filter', 'other'] as const, ...of) ?? 'other',
    }),
  ],
  [0.79, () => ({ arrivesAfterMs: 0, answersAfterMs: undefined, reject: undefined })],
  [0.84, () => ({ arrivesAfterMs: undefined, answersAfterMs: undefined, reject: undefined })],
  [0.93, (...of) => ({ arrivesAfterMs: 0, answersAfterMs: between(50, 4_000, ...of), reject: undefined })],
  [
    1,
    (...of) => ({
      arrivesAfterMs: between(100, 3_000, ...of, 'arrival'),
      answersAfterMs: chance(...of, 'answer') < 0.5 ? undefined : between(3_000, 4_000, ...of),
      reject: undefined,
    }),
  ],
]

/** Everything is drawn from who it happens to, never from when: the same seed is the same venue. */
export function placeFate(seed: number, clientOrderId: string): PlaceFate {
  const drawn = chance(seed, 'place', clientOrderId)
  const [, fate] = PLACE_FATES.find(([below]) => drawn < below) ?? PLACE_FATES[0] ?? []
  if (fate === undefined) throw new RangeError('there is no fate')
  return fate(String(seed), clientOrderId)
}

/** @param time how many times the order was to be cancelled before */
export function cancelFate(seed: number, clientOrderId: string, time: number): CancelFate {
  const drawn = chance(seed, 'cancel', clientOrderId, time)
  if (drawn < 0.7) return { worksAfterMs: 0, answersAfterMs: 0 }
  if (drawn < 0.8) return { worksAfterMs: between(50, 1_500, seed, 'queued', clientOrderId, time), answersAfterMs: 0 }
  if (drawn < 0.88) return { worksAfterMs: 0, answersAfterMs: undefined }
  if (drawn < 0.94) return { worksAfterMs: undefined, answersAfterMs: undefined }
  return { worksAfterMs: 0, answersAfterMs: between(50, 3_000, seed, 'answer', clientOrderId, time) }
}

export function fillFate(seed: number, tradeId: string): FillFate {
  const late = (what: string): number =>
    chance(seed, what, tradeId) < 0.7 ? 0 : between(20, 2_500, seed, what, tradeId, 'late')
  const toldAfterMs =
    chance(seed, 'untold', tradeId) < 0.05
      ? []
      : [late('told'), ...(chance(seed, 'twice', tradeId) < 0.1 ? [late('again')] : [])]
  return { listedAfterMs: late('listed'), toldAfterMs, stateFirst: chance(seed, 'state first', tradeId) < 0.5 }
}
