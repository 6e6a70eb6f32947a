import type { Clock, ExecutionVenue, OrderRequest, Outcome } from '@md/types'
import type { Purpose } from '../orders/order.ts'
import type { Latch } from '../store/store.ts'
import { InFlight } from './in-flight.ts'
import type { KillSwitch, Origin } from './kill-switch.ts'

export interface OrderOrigin extends Origin {
  readonly purpose: Purpose
}

/** The order never left. */
export interface Halted {
  readonly outcome: 'halted'
  readonly latch: Latch
}

export interface HaltAck {
  /** The halt in force: an earlier one of the same scope keeps its cause. */
  readonly latch: Latch
  /** Orders sent before the halt that had no answer yet when waiting ended: their outcome is unknown. */
  readonly unanswered: number
}

export interface GateOptions {
  readonly venue: ExecutionVenue
  readonly killSwitch: KillSwitch
  readonly clock: Clock
  /** How long a halt waits for the answers to what was sent before it, ms. Default 10 s. */
  readonly answerBoundMs?: number
}

/** Everything of a venue but the one thing that costs money. */
export type VenueBehindGate = Omit<ExecutionVenue, 'place'>

export interface GateCounts {
  readonly exposure: number
  readonly exit: number
  readonly halted: number
}

/** The one way out to a venue: nothing else holds its `place`, and nothing passes while the kill switch is latched. */
export class Gate {
  /** The venue for everything else. Cancels always pass. */
  readonly venue: VenueBehindGate
  readonly #venue: ExecutionVenue
  readonly #killSwitch: KillSwitch
  readonly #inFlight: InFlight
  readonly #counts = { exposure: 0, exit: 0, halted: 0 }

  constructor({ venue, killSwitch, clock, answerBoundMs = 10_000 }: GateOptions) {
    this.#venue = venue
    this.#killSwitch = killSwitch
    this.#inFlight = new InFlight(clock, answerBoundMs)
    this.venue = withoutPlace(venue)
  }

  /** Rejects only where the venue breaks its promise not to throw; what became of the order is unknown then. */
  async place(order: OrderRequest, origin: OrderOrigin): Promise<Outcome | Halted> {
    // Nothing may be awaited between this question and the call: a halt would slip in between.
    const latch = this.#killSwitch.reasonFor(origin)
    if (latch !== undefined) {
      this.#counts.halted++
      return { outcome: 'halted', latch }
    }
    this.#counts[origin.purpose]++
    const answered = this.#inFlight.begin(origin)
    try {
      return await this.#venue.place(order)
    } finally {
      answered()
    }
  }

  /**
   * No order leaves from the moment this is called. Resolves when the halt is durable and what was sent before has its
   * answer, or has been waited for long enough.
   * @throws LatchNotKeptError, after as long a wait: the halt holds, but not beyond this process
   */
  halt(latch: Latch): Promise<HaltAck> {
    return haltAll(this.#killSwitch, [this], latch)
  }

  /** Resolves with how many orders of the scope, sent until now, are still without an answer after the bound. */
  answered(scope: Pick<Latch, 'scope' | 'id'>): Promise<number> {
    return this.#inFlight.answered(scope)
  }

  /** Calls to the venue without an answer. */
  get inFlight(): number {
    return this.#inFlight.size
  }

  get counts(): GateCounts {
    return { ...this.#counts }
  }
}

/** A halt of everything behind one kill switch: one gate a venue. @throws LatchNotKeptError */
export async function haltAll(killSwitch: KillSwitch, gates: readonly Gate[], latch: Latch): Promise<HaltAck> {
  // A store that fails does not cut the wait short.
  const [kept, ...answers] = await Promise.allSettled([
    killSwitch.halt(latch),
    ...gates.map((gate) => gate.answered(latch)),
  ])
  if (kept.status === 'rejected') throw kept.reason
  const unanswered = answers.reduce((sum, answer) => sum + (answer.status === 'fulfilled' ? answer.value : 0), 0)
  return { latch: kept.value, unanswered }
}

const withoutPlace = (venue: ExecutionVenue): VenueBehindGate => ({
  clientOrderId: (botId, fence, sequence) => venue.clientOrderId(botId, fence, sequence),
  connect: (listener) => venue.connect(listener),
  disconnect: () => venue.disconnect(),
  cancel: (symbol, clientOrderId) => venue.cancel(symbol, clientOrderId),
  find: (symbol, clientOrderId) => venue.find(symbol, clientOrderId),
  openOrders: () => venue.openOrders(),
  fills: (symbol, since) => venue.fills(symbol, since),
  balances: () => venue.balances(),
})
