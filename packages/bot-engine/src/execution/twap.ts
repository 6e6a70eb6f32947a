import { type Decimal, InvalidInputError } from '@md/types'
import { type Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'
import { floorTo } from '../decimal/steps.ts'
import type { ExecutionAlgorithm, ExecutionIntent, ExecutionRequest, ExecutionStep } from './execution.ts'
import { committedOf, filledOf, isWorking, type Slice, withOrder } from './slices.ts'

/** JSON. */
export interface TwapState {
  readonly request: ExecutionRequest
  readonly startedAt: number
  /** How many slices have had their time. */
  readonly due: number
  /** How often the last one was sent. */
  readonly lastTries: number
  readonly slices: readonly Slice[]
  /** Not undefined: it was cancelled, and this is why. */
  readonly cancelled: string | undefined
}

/** How long after the last slice, which no other follows, what it was not filled is sent again, ms. */
const LAST_AGAIN_MS: readonly number[] = [1_000, 2_000, 5_000, 10_000, 30_000]

/**
 * Market orders evenly over time, the first one at once. Each brings what is filled or on its way up to the share of
 * the time that has begun: what a slice was not filled is in the next one, slices that were missed are made up for, and
 * the last one takes the rest. A slice below the venue's minimum waits for the next; none leaves a rest below it.
 * What is left after the last one is tried again a few times, as long as the venue would take it.
 */
export const twap: ExecutionAlgorithm<TwapState> = {
  name: 'twap',

  start(request, now) {
    check(request)
    const amount = toDecimal(floorTo(exact(request.amount), request.instrument.stepSize))
    const state = { startedAt: now, due: 0, lastTries: 0, slices: [], cancelled: undefined }
    return slice({ ...state, request: { ...request, amount } }, now)
  },

  step(state, input, now) {
    switch (input.kind) {
      case 'timer':
        return state.cancelled === undefined ? slice(state, now) : step(state, [])
      case 'order': {
        const slices = withOrder(state.slices, input.order)
        if (slices === state.slices) return step(state, [])
        const next = { ...state, slices }
        return step(next, againTimerOf(next))
      }
      case 'cancel':
        return cancel(state, input.because)
    }
  },
}

function slice(before: TwapState, now: number): ExecutionStep<TwapState> {
  const { request, slices } = before
  let { due } = before
  while (due < request.slices && dueAt(before, due) <= now) due += 1
  const state = { ...before, due }
  const timer = due < request.slices ? [timerOf(state, now)] : []
  const amount = amountNow(state)
  if (amount === undefined) return step(state, timer)

  const { because, market, ref, side } = request
  const place: ExecutionIntent = {
    kind: 'place',
    ref: `${ref}/${slices.length + 1}`,
    market,
    side,
    type: 'market',
    amount,
    because: `${because} (slice ${due} of ${request.slices})`,
  }
  const next = { ref: place.ref, amount, filled: '0', isOver: false }
  const lastTries = state.lastTries + (due < request.slices ? 0 : 1)
  return step({ ...state, lastTries, slices: [...slices, next] }, [place, ...timer])
}

/** `undefined`: nothing now. */
function amountNow({ due, lastTries, request, slices }: TwapState): Decimal | undefined {
  const { amount, instrument } = request
  const whole = exact(amount)
  const minimum = exact(instrument.minAmount ?? '0')
  const isLast = due >= request.slices
  const share = isLast ? whole : floorTo(whole.mul(due).div(request.slices), instrument.stepSize)
  const committed = committedOf(slices)
  const wanted = atMostRest(share.minus(committed), whole.minus(committed), minimum)
  const mayBeSmall = isLast && lastTries === 0
  if (wanted.lte(ZERO) || (wanted.lt(minimum) && !mayBeSmall)) return undefined
  return toDecimal(wanted)
}

/** All of the rest, where less of it would be left than the venue takes. */
const atMostRest = (wanted: Exact, rest: Exact, minimum: Exact): Exact =>
  wanted.gt(ZERO) && rest.minus(wanted).lt(minimum) ? rest : wanted

function cancel(before: TwapState, because: string): ExecutionStep<TwapState> {
  if (before.cancelled !== undefined) return step(before, [])
  const timer = { kind: 'timer', name: before.request.timer, afterMs: undefined } as const
  const cancels = before.slices.filter(isWorking).map(({ ref }) => ({ kind: 'cancel', ref, because }) as const)
  return step({ ...before, cancelled: because }, [timer, ...cancels])
}

/** Undefined: the last slice works, or there is nothing left that could be sent, or no try. */
function againIn(state: TwapState): number | undefined {
  const { cancelled, due, lastTries, request, slices } = state
  if (cancelled !== undefined || due < request.slices || slices.some(isWorking)) return undefined
  return amountNow(state) === undefined ? undefined : LAST_AGAIN_MS[lastTries - 1]
}

function againTimerOf(state: TwapState): readonly ExecutionIntent[] {
  const afterMs = againIn(state)
  return afterMs === undefined ? [] : [{ kind: 'timer', name: state.request.timer, afterMs }]
}

function step(state: TwapState, intents: readonly ExecutionIntent[]): ExecutionStep<TwapState> {
  const { cancelled, due, request, slices } = state
  const hasTime = cancelled === undefined && (due < request.slices || againIn(state) !== undefined)
  const isOver = !hasTime && !slices.some(isWorking)
  return { state, intents, done: isOver ? { filled: toDecimal(filledOf(slices)), reason: reasonOf(state) } : undefined }
}

function reasonOf({ cancelled, request, slices }: TwapState): string {
  const filled = filledOf(slices)
  const total = `${filled.toFixed()} of ${request.amount} filled`
  if (filled.gte(request.amount)) return total
  return cancelled === undefined ? `${total}: the last slice was not filled whole` : `${total}: ${cancelled}`
}

const dueAt = ({ request, startedAt }: TwapState, index: number): number =>
  startedAt + (request.overMs * index) / request.slices

const timerOf = (state: TwapState, now: number): ExecutionIntent => ({
  kind: 'timer',
  name: state.request.timer,
  afterMs: Math.max(0, dueAt(state, state.due) - now),
})

function check({ amount, overMs, ref, slices }: ExecutionRequest): void {
  if (!exact(amount).gt(ZERO)) throw new InvalidInputError(`amount of ${ref}`, amount, 'more than 0')
  if (!(Number.isSafeInteger(slices) && slices >= 1 && slices <= 10_000))
    throw new InvalidInputError(`slices of ${ref}`, slices, 'a whole number from 1 to 10000')
  if (!(Number.isFinite(overMs) && overMs >= 0))
    throw new InvalidInputError(`overMs of ${ref}`, overMs, 'milliseconds, 0 or more')
}
