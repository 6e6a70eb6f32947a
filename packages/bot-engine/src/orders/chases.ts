import { sleep } from '@md/runtime'
import type { Outcome } from '@md/types'
import { isFinalRefusal } from './advance.ts'
import type { DeskPolicy, OrderDeskOptions } from './desk-options.ts'
import type { Lane } from './lane.ts'
import { ENDED, type Order } from './order.ts'
import { steadyTime } from './steady-time.ts'
import type { VenueCalls } from './venue-calls.ts'

type Goal = 'known' | 'ended' | 'gone'

interface Chase {
  readonly clientOrderId: string
  readonly goal: Goal
  readonly over: AbortController
}

export interface ChaseParts {
  readonly options: OrderDeskOptions
  readonly policy: DeskPolicy
  readonly calls: VenueCalls
  readonly lane: Lane
}

/** Orders the venue is asked about until something is known: what became of them, or that they have ended. */
export class Chases {
  readonly #parts: ChaseParts
  readonly #chases = new Map<string, Chase>()

  constructor(parts: ChaseParts) {
    this.#parts = parts
  }

  /**
   * Until it has ended, or the venue refuses for good. An accepted cancel may be queued there, so it is not the end.
   * @param arrival of the order at the venue: a cancel that overtook it would find nothing
   */
  async cancel(order: Order, arrival: Promise<void> | undefined): Promise<void> {
    await this.#run(order, 'ended', async (chase) => {
      await arrival
      const settledBy = this.#steady(this.#parts.calls.settledBy)
      for (const waitMs of this.#waits()) {
        if (this.#isOver(chase) || !(await this.#askToCancel(order)) || this.#isOver(chase)) return
        await this.#pause(waitMs, chase)
        if (this.#isOver(chase)) return
        await this.#find(order, chase, Math.max(settledBy, this.#steady(this.#current(order)?.settledBy ?? 0)))
      }
    })
  }

  /** An order that has ended here, and is worked by the venue: until the venue has taken it back, or does not have it. */
  async cancelStray(order: Order): Promise<void> {
    await this.#run(order, 'gone', async ({ over }) => {
      for (const waitMs of this.#waits()) {
        const { outcome } = await this.#cancelOnce(order)
        if (outcome !== 'unknown') return
        await sleep(this.#parts.options.clock, waitMs, over.signal)
        if (over.signal.aborted) return
      }
    })
  }

  /** Until it is known. @param settledBy from when on nothing found means that it never arrived, ms since the epoch */
  async resolve(order: Order, settledBy: number): Promise<void> {
    const certainAt = this.#steady(settledBy)
    await this.#run(order, 'known', async (chase) => {
      for (const waitMs of this.#waits()) {
        await this.#pause(this.#notPast(certainAt, waitMs), chase)
        if (this.#isOver(chase)) return
        await this.#find(order, chase, certainAt)
        if (this.#isOver(chase)) return
      }
    })
  }

  /** Nobody has to be asked what has come to be known by itself. */
  notice(order: Order): void {
    for (const goal of ['known', 'ended'] as const) {
      const chase = this.#chases.get(keyOf(order, goal))
      if (chase !== undefined && hasReached(order, goal)) chase.over.abort()
    }
  }

  close(): void {
    for (const { over } of this.#chases.values()) over.abort()
  }

  /** One at a time for each goal: asking twice changes nothing. */
  async #run(order: Order, goal: Goal, run: (chase: Chase) => Promise<void>): Promise<void> {
    const key = keyOf(order, goal)
    if (this.#chases.has(key)) return
    const chase: Chase = { clientOrderId: order.request.clientOrderId, goal, over: new AbortController() }
    this.#chases.set(key, chase)
    await run(chase)
    this.#chases.delete(key)
  }

  /** Whether the end is worth waiting for: the venue has not refused. */
  async #askToCancel(order: Order): Promise<boolean> {
    return !isFinalRefusal(await this.#cancelOnce(order))
  }

  async #cancelOnce(order: Order): Promise<Outcome> {
    const { calls, lane, options } = this.#parts
    const { clientOrderId } = order.request
    const outcome = await lane.run(() => calls.cancel(order))
    options.listener({ type: 'outcome', clientOrderId, of: 'cancel', outcome })
    return outcome
  }

  /** @param certainAt when nothing found means that there is nothing, on the steady clock */
  async #find(order: Order, chase: Chase, certainAt: number): Promise<void> {
    const { calls, lane, options } = this.#parts
    const { clientOrderId } = order.request
    let askedAt = 0
    const found = await lane.run(() => {
      askedAt = options.clock.monotonic()
      return calls.find(order)
    })
    if (found === undefined) return
    if (found.state !== undefined || (askedAt >= certainAt && !this.#isOver(chase)))
      options.listener({ type: 'found', clientOrderId, state: found.state })
  }

  #isOver({ clientOrderId, goal, over }: Chase): boolean {
    const current = this.#parts.options.current(clientOrderId)
    return over.signal.aborted || current === undefined || hasReached(current, goal)
  }

  #current({ request }: Order): Order | undefined {
    return this.#parts.options.current(request.clientOrderId)
  }

  /** The question that settles it is not put off. */
  #notPast(certainAt: number, waitMs: number): number {
    const left = Math.ceil(certainAt - this.#parts.options.clock.monotonic())
    return left > 0 ? Math.min(waitMs, left) : waitMs
  }

  #steady(at: number): number {
    return steadyTime(this.#parts.options.clock, at)
  }

  #pause(ms: number, { over }: Chase): Promise<void> {
    return sleep(this.#parts.options.clock, ms, over.signal)
  }

  *#waits(): Generator<number, void, void> {
    const { firstAskMs, longestAskMs } = this.#parts.policy
    for (let ms = firstAskMs; ; ms = Math.min(longestAskMs, ms * 2)) yield ms
  }
}

const keyOf = ({ request }: Order, goal: Goal): string => `${goal} ${request.clientOrderId}`

const hasReached = ({ status }: Order, goal: Goal): boolean =>
  ENDED.has(status) || (goal === 'known' && status !== 'intended' && status !== 'unknown')
