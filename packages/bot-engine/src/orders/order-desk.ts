import { type Deferred, deferred, sleep } from '@md/runtime'
import { type MdError, type Outcome, reportOf } from '@md/types'
import { Chases } from './chases.ts'
import { DESK_POLICY, type Halted, type OrderDeskOptions } from './desk-options.ts'
import { NotWrittenError } from './errors.ts'
import { Lane } from './lane.ts'
import { ENDED, type Order } from './order.ts'
import type { OrderInput } from './order-input.ts'
import { VenueCalls } from './venue-calls.ts'

/**
 * The asynchronous side of orders: sends them once they are durable, and finds out what became of them. Decides
 * nothing, never sends an order twice, and never throws: whatever happens is told as an input of the bot.
 */
export class OrderDesk {
  readonly #options: OrderDeskOptions
  readonly #calls: VenueCalls
  readonly #chases: Chases
  readonly #exposure: Lane
  readonly #exits = new Lane(Number.POSITIVE_INFINITY)
  /** Orders on their first way to the venue. */
  readonly #arriving = new Map<string, Deferred<void>>()
  readonly #tasks = new Set<Promise<void>>()
  #writing = 0
  #isClosed = false

  constructor(given: OrderDeskOptions) {
    const { clock, gate, venue } = given
    const options: OrderDeskOptions = {
      gate,
      venue,
      clock,
      persist: () => given.persist(),
      listener: (input) => this.#tell(given, input),
      current: (clientOrderId) => given.current(clientOrderId),
      report: (fault) => given.report(fault),
    }
    const policy = { ...DESK_POLICY, ...given.policy }
    this.#options = options
    this.#calls = new VenueCalls(options, policy)
    this.#exposure = new Lane(policy.concurrency)
    this.#chases = new Chases({ options, policy, calls: this.#calls, lane: new Lane(policy.concurrency) })
  }

  /** Calls to the store and to the venue that have not been answered. */
  get inFlight(): number {
    return this.#writing + this.#calls.inFlight
  }

  /** Orders of which something is still to be found out, those between two questions included. */
  get unsettled(): number {
    return this.#tasks.size
  }

  /** Its sending has not been answered yet. */
  isArriving(clientOrderId: string): boolean {
    return this.#arriving.has(clientOrderId)
  }

  /** Sends an order once it is durable. Orders leave in the order of the calls; exits do not wait for others. */
  submit(order: Order): void {
    const { clientOrderId } = order.request
    const arrival = deferred<void>()
    this.#arriving.set(clientOrderId, arrival)
    const placed = this.#submit(order).finally(() => {
      this.#arriving.delete(clientOrderId)
      arrival.resolve()
    })
    this.#track(placed)
  }

  /**
   * Cancels again and again, until the order has ended or the venue refuses. Asking twice changes nothing. One that has
   * ended here is a stray (`Advance.stray`, `Reconciliation.strays`): it is cancelled until the venue has an answer.
   */
  cancel(order: Order): void {
    if (this.#isClosed) return
    const arrival = this.#arriving.get(order.request.clientOrderId)?.promise
    this.#track(ENDED.has(order.status) ? this.#chases.cancelStray(order) : this.#chases.cancel(order, arrival))
  }

  /** Finds out what became of an order. Nothing found counts from `settledBy` on, ms since the epoch. */
  resolve(order: Order, settledBy = order.settledBy ?? this.#calls.settledBy): void {
    if (!this.#isClosed) this.#track(this.#chases.resolve(order, settledBy))
  }

  /** The order is another than before: what is known now is not asked for. */
  notice(order: Order): void {
    this.#chases.notice(order)
    if (order.venueOrderId !== undefined) this.#arriving.get(order.request.clientOrderId)?.resolve()
  }

  /** Resolves when nothing has to be found out any more. */
  async idle(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks)
  }

  /** Whether it became idle within `ms`. */
  async drain(ms: number): Promise<boolean> {
    const over = new AbortController()
    const late = sleep(this.#options.clock, ms, over.signal).then(() => false)
    const isIdle = await Promise.race([this.idle().then(() => true), late])
    over.abort()
    return isIdle
  }

  /** Asks nothing any more, and orders that have not left do not leave. */
  close(): void {
    this.#isClosed = true
    this.#chases.close()
  }

  async #submit(order: Order): Promise<void> {
    const { clientOrderId } = order.request
    const unwritten = await this.#write(clientOrderId)
    if (unwritten !== undefined) {
      this.#report(unwritten)
      return this.#placed(order, refused(unwritten.message))
    }
    const lane = order.purpose === 'exit' ? this.#exits : this.#exposure
    const outcome = await lane.run(async () =>
      this.#isClosed
        ? refused(`${clientOrderId} was not sent: the bot has stopped`)
        : this.#calls.place(order, (late) => this.#placed(order, late)),
    )
    this.#placed(order, outcome)
  }

  async #write(clientOrderId: string): Promise<NotWrittenError | undefined> {
    this.#writing += 1
    try {
      await this.#options.persist()
      return undefined
    } catch (error) {
      return new NotWrittenError(clientOrderId, reportOf(error).message)
    } finally {
      this.#writing -= 1
    }
  }

  #placed(order: Order, given: Outcome | Halted): void {
    const outcome = this.#plain(given)
    this.#options.listener({ type: 'outcome', clientOrderId: order.request.clientOrderId, of: 'place', outcome })
    if (outcome.outcome === 'unknown') this.resolve(order, outcome.settledBy)
  }

  /** A duplicate is an order of ours that the venue has, whatever came of the call that brought it there. */
  #plain(outcome: Outcome | Halted): Outcome {
    if (outcome.outcome === 'halted') {
      const { by, cause, scope } = outcome.latch
      return refused(`halted: ${cause} (${scope}, by ${by})`)
    }
    const isDuplicate = outcome.outcome === 'rejected' && outcome.code === 'duplicate'
    return isDuplicate ? { outcome: 'unknown', settledBy: this.#calls.settledBy } : outcome
  }

  #track(task: Promise<void>): void {
    this.#tasks.add(task)
    void task.finally(() => this.#tasks.delete(task))
  }

  /** A listener that fails must not keep an order from being found out. */
  #tell({ listener, report }: OrderDeskOptions, input: OrderInput): void {
    try {
      listener(input)
    } catch (error) {
      report(reportOf(error))
    }
  }

  #report({ code, context, message, recovery }: MdError): void {
    this.#options.report({ code, context, message, recovery })
  }
}

const refused = (message: string): Outcome => ({ outcome: 'rejected', code: 'other', message })
