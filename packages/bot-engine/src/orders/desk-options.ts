import type { Clock, ErrorReport, ExecutionVenue, OrderRequest, Outcome } from '@md/types'
import type { Latch } from '../store/store.ts'
import type { Order, Purpose } from './order.ts'
import type { OrderInput } from './order-input.ts'

export interface Halted {
  readonly outcome: 'halted'
  readonly latch: Pick<Latch, 'scope' | 'cause' | 'by'>
}

/** The only way to a venue's `place`. */
export interface PlaceGate {
  place(request: OrderRequest, purpose: Purpose): Promise<Outcome | Halted>
}

export interface DeskPolicy {
  /** Orders that add exposure on their way at once, and cancels and questions as well; an exit never waits for others. */
  readonly concurrency: number
  /** How long an answer is waited for before the outcome counts as unknown, ms. */
  readonly answerMs: number
  /** When the venue is taken to know for certain where it does not say so itself, ms after the call. */
  readonly settleMs: number
  /** Until an unknown order is first asked about, ms; doubled with each question. */
  readonly firstAskMs: number
  readonly longestAskMs: number
}

export const DESK_POLICY: DeskPolicy = {
  concurrency: 4,
  answerMs: 15_000,
  settleMs: 10_000,
  firstAskMs: 1_000,
  longestAskMs: 30_000,
}

export interface OrderDeskOptions {
  readonly gate: PlaceGate
  readonly venue: Pick<ExecutionVenue, 'cancel' | 'find'>
  readonly clock: Clock
  /** Called with each order; resolves once everything written down so far is durable. */
  persist(): Promise<void>
  /** Told everything that comes of an order, as inputs of its bot. */
  listener(input: OrderInput): void
  /** The order as its bot knows it now; `undefined`: forgotten, and nothing has to be found out about it. */
  current(clientOrderId: string): Order | undefined
  report(fault: ErrorReport): void
  readonly policy?: Partial<DeskPolicy>
}
