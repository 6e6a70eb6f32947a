import type { OrderState, Outcome } from '@md/types'
import { answerWithin } from './answer.ts'
import type { DeskPolicy, Halted, OrderDeskOptions } from './desk-options.ts'
import { VenueFaultError } from './errors.ts'
import type { Order } from './order.ts'
import { checkedOutcome } from './outcome.ts'

type Call = 'place' | 'cancel' | 'find'

/** The venue's calls with an end: each has an outcome, after a bounded time, whatever the venue does. */
export class VenueCalls {
  readonly #options: OrderDeskOptions
  readonly #policy: DeskPolicy
  #inFlight = 0

  constructor(options: OrderDeskOptions, policy: DeskPolicy) {
    this.#options = options
    this.#policy = policy
  }

  get inFlight(): number {
    return this.#inFlight
  }

  /** When the venue is taken to know for certain about a call made now. */
  get settledBy(): number {
    return this.#options.clock.now() + this.#policy.settleMs
  }

  /** @param late told when the answer comes after all, once its outcome has been taken as unknown */
  async place({ purpose, request }: Order, late: (outcome: Outcome | Halted) => void): Promise<Outcome | Halted> {
    const { clientOrderId } = request
    return this.#outcome('place', clientOrderId, () => this.#options.gate.place(request, purpose), late)
  }

  async cancel({ request }: Order): Promise<Outcome> {
    const { clientOrderId, symbol } = request
    const outcome = await this.#outcome('cancel', clientOrderId, () =>
      this.#options.venue.cancel(symbol, clientOrderId),
    )
    return outcome.outcome === 'halted' ? { outcome: 'unknown', settledBy: this.settledBy } : outcome
  }

  /** `undefined`: it could not be asked. */
  async find({ request }: Order): Promise<{ readonly state: OrderState | undefined } | undefined> {
    const { clientOrderId, symbol } = request
    const { clock, venue } = this.#options
    const found = await this.#counted(() =>
      answerWithin(clock, this.#policy.answerMs, () => venue.find(symbol, clientOrderId)),
    )
    if (found.kind === 'answer') return { state: found.answer }
    this.#fault('find', clientOrderId, found.kind === 'fault' ? found.fault.message : this.#lateness)
    return undefined
  }

  async #outcome(
    call: Call,
    clientOrderId: string,
    ask: () => Promise<Outcome | Halted>,
    late: (outcome: Outcome | Halted) => void = () => undefined,
  ): Promise<Outcome | Halted> {
    const given = await this.#counted(() => answerWithin(this.#options.clock, this.#policy.answerMs, ask))
    const outcome = given.kind === 'answer' ? checkedOutcome(given.answer) : undefined
    if (outcome !== undefined) return outcome

    if (given.kind === 'late') {
      given.onAnswer((answer) => {
        const checked = checkedOutcome(answer)
        if (checked !== undefined) late(checked)
      })
    }
    this.#fault(call, clientOrderId, this.#whyNot(given))
    return { outcome: 'unknown', settledBy: this.settledBy }
  }

  #whyNot(given: Awaited<ReturnType<typeof answerWithin>>): string {
    if (given.kind === 'fault') return given.fault.message
    return given.kind === 'late' ? this.#lateness : `answered ${shown(given.answer)}`
  }

  get #lateness(): string {
    return `no answer within ${this.#policy.answerMs} ms`
  }

  async #counted<T>(call: () => Promise<T>): Promise<T> {
    this.#inFlight += 1
    try {
      return await call()
    } finally {
      this.#inFlight -= 1
    }
  }

  #fault(call: Call, clientOrderId: string, fault: string): void {
    const { code, context, message, recovery } = new VenueFaultError(call, clientOrderId, fault)
    this.#options.report({ code, context, message, recovery })
  }
}

/** The beginning is enough to recognise a page that a proxy sent. */
const shown = (answer: unknown): string =>
  (typeof answer === 'string' ? answer : (JSON.stringify(answer) ?? String(answer))).slice(0, 120)
