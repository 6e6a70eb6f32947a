import { reportOf } from '@md/types'
import { algorithmByName } from '../execution/algorithms.ts'
import type { ExecutionInput, ExecutionStep } from '../execution/execution.ts'
import type { OrderView } from '../orders/order.ts'
import type { ExecuteIntent, Intent } from '../strategy/intent.ts'
import type { Bot } from './bot.ts'
import { marketKey } from './market-watch.ts'

export const EXECUTION_TIMER = '@execute/'

const WAIT_MS = 1_000

/** One order that an algorithm works on; JSON. */
export interface Execution {
  readonly algorithm: string
  readonly state: unknown
}

/** Orders that are cut up: each is a small machine of its own, fed by its timer and its orders. */
export class Executions {
  readonly #bot: Bot
  readonly #act: (intent: Intent) => void

  constructor(bot: Bot, act: (intent: Intent) => void) {
    this.#bot = bot
    this.#act = act
  }

  /** A name that is taken is left alone. */
  start(intent: ExecuteIntent): void {
    const { context, executions, instruments, recorder } = this.#bot
    const market = intent.market ?? context.market
    const instrument = instruments.get(marketKey(market))
    const why =
      (instrument === undefined ? 'its market is unknown' : undefined) ??
      (executions.has(intent.ref) ? 'it runs already' : undefined) ??
      (intent.ref.startsWith('@') ? 'what begins with @ is the name of something of the engine' : undefined)
    if (why !== undefined || instrument === undefined) {
      this.#note(`${intent.ref} was not begun: ${why}`)
      return
    }
    const { algorithm, amount, because, overMs, ref, side, slices } = intent
    const { minAmount, stepSize } = instrument
    const request = {
      ref,
      market,
      side,
      amount: String(amount),
      overMs,
      slices,
      because,
      instrument: { stepSize, ...(minAmount === undefined ? {} : { minAmount }) },
      timer: EXECUTION_TIMER + ref,
    }
    try {
      this.#take(ref, algorithm, algorithmByName(algorithm).start(request, recorder.now))
    } catch (error) {
      this.#note(`${ref} was not begun: ${reportOf(error).message}`)
    }
  }

  /** A bot whose strategy is not asked adds no exposure either: the slice waits. */
  timer(ref: string): void {
    const { executions, life, recorder, timers } = this.#bot
    if (life.asksStrategy) this.#step(ref, { kind: 'timer' })
    else if (executions.has(ref)) timers.set(EXECUTION_TIMER + ref, recorder.now + WAIT_MS)
  }

  cancelAll(because: string): void {
    for (const ref of [...this.#bot.executions.keys()]) this.cancel(ref, because)
  }

  cancel(ref: string, because: string): void {
    this.#step(ref, { kind: 'cancel', because })
  }

  orderChanged(order: OrderView): void {
    if (this.#bot.executions.size === 0) return
    for (const ref of [...this.#bot.executions.keys()])
      if (order.ref.startsWith(`${ref}/`)) this.#step(ref, { kind: 'order', order })
  }

  #step(ref: string, input: ExecutionInput): void {
    const execution = this.#bot.executions.get(ref)
    if (execution === undefined) return
    const { algorithm, state } = execution
    this.#take(ref, algorithm, algorithmByName(algorithm).step(state, input, this.#bot.recorder.now))
  }

  /** The state first: an order that is refused is told to the machine while its intents are still being acted on. */
  #take(ref: string, algorithm: string, { done, intents, state }: ExecutionStep<unknown>): void {
    const { executions, recorder, timers } = this.#bot
    if (done === undefined) executions.set(ref, { algorithm, state })
    else executions.delete(ref)
    for (const intent of intents) {
      if (intent.kind !== 'timer') this.#act(intent)
      else if (intent.afterMs === undefined) timers.cancel(intent.name)
      else timers.set(intent.name, recorder.now + intent.afterMs)
    }
    if (done !== undefined) this.#note(`${ref}: ${done.reason}`)
  }

  #note(message: string): void {
    const { effects, recorder } = this.#bot
    recorder.decision({ type: 'note', message })
    effects.tell('note', { message, at: recorder.now })
  }
}
