import { deferred } from '@md/runtime'
import type { ExecutionVenue, OrderRequest, Outcome } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { Gate } from '../src/risk/gate.ts'
import { KillSwitch, type LatchStore } from '../src/risk/kill-switch.ts'
import type { Latch } from '../src/store/store.ts'
import { MARKET, NOW } from './risk-kit.ts'

export const ACCEPTED: Outcome = { outcome: 'accepted', venueOrderId: 'v1' }

/** Where latches are kept; every write waits until the test answers it. */
export class HeldLatchStore implements LatchStore {
  readonly kept = new Map<string, Latch>()
  readonly #writes: { readonly apply: () => void; readonly settle: (error?: Error) => void }[] = []

  get waiting(): number {
    return this.#writes.length
  }

  latches(): Promise<readonly Latch[]> {
    return Promise.resolve([...this.kept.values()])
  }

  latch(latch: Latch): Promise<void> {
    return this.#held(() => this.kept.set(`${latch.scope} ${latch.id}`, latch))
  }

  unlatch(scope: Latch['scope'], id: string): Promise<void> {
    return this.#held(() => this.kept.delete(`${scope} ${id}`))
  }

  /** Answers the oldest write; one that fails is not kept. */
  answer(error?: Error): void {
    const write = this.#writes.shift()
    if (error === undefined) write?.apply()
    write?.settle(error)
  }

  #held(apply: () => void): Promise<void> {
    const { promise, resolve, reject } = deferred<void>()
    this.#writes.push({ apply, settle: (error) => (error === undefined ? resolve() : reject(error)) })
    return promise
  }
}

interface PlacedOrder {
  readonly order: OrderRequest
  answer(outcome: Outcome): void
  fail(error: Error): void
}

/** A venue that notes every order and answers when the test says so. */
export class HeldVenue {
  readonly placed: PlacedOrder[] = []
  readonly cancelled: string[] = []
  readonly #onPlace: (order: OrderRequest) => void

  constructor(onPlace: (order: OrderRequest) => void = () => undefined) {
    this.#onPlace = onPlace
  }

  readonly port: ExecutionVenue = {
    clientOrderId: (botId, fence, sequence) => `${botId}-${fence}-${sequence}`,
    connect: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
    place: (order) => {
      this.#onPlace(order)
      const { promise, resolve, reject } = deferred<Outcome>()
      this.placed.push({ order, answer: resolve, fail: reject })
      return promise
    },
    cancel: (_symbol, clientOrderId) => {
      this.cancelled.push(clientOrderId)
      return Promise.resolve(ACCEPTED)
    },
    find: () => Promise.resolve(undefined),
    openOrders: () => Promise.resolve([]),
    fills: () => Promise.resolve([]),
    balances: () => Promise.resolve([]),
  }
}

export const aLatch = (particulars: Partial<Latch> = {}): Latch => ({
  scope: 'process',
  id: '',
  cause: 'a test',
  by: 'anna',
  at: NOW,
  ...particulars,
})

export const aRequest = (clientOrderId = 'bot-1-1'): OrderRequest => ({
  ...MARKET,
  clientOrderId,
  side: 'buy',
  type: 'limit',
  amount: '1',
  price: '100',
})

export function aGate(onPlace?: (order: OrderRequest) => void) {
  const store = new HeldLatchStore()
  const failures: unknown[] = []
  const killSwitch = new KillSwitch({ store, onFailure: (error) => failures.push(error) })
  const venue = new HeldVenue(onPlace)
  const clock = new ManualClock()
  const gate = new Gate({ venue: venue.port, killSwitch, clock, answerBoundMs: 1_000 })
  return { clock, failures, gate, killSwitch, store, venue }
}

/** Lets everything run that waits for nothing but its turn. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

/** What became of a promise, without waiting for it. */
export function watched<T>(promise: Promise<T>): { value?: T; error?: unknown } {
  const seen: { value?: T; error?: unknown } = {}
  promise.then(
    (value) => {
      seen.value = value
    },
    (error: unknown) => {
      seen.error = error
    },
  )
  return seen
}
