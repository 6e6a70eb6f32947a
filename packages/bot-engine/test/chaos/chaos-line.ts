import type { ExecutionVenue, Fill, OrderRequest, OrderState, Outcome, VenueEvent } from '@md/types'
import type { PaperVenue } from '../../src/paper/paper-venue.ts'
import { FakeVenueError } from '../../src/testing/fake-venue.ts'
import type { LineState } from './happening.ts'

/** How long it may take until the fate of what was under way is certain, ms. */
const SETTLE_MS = 10_000

/** The way to one venue. Unless it is there, what the venue tells nobody hears. */
export class ChaosLine {
  readonly venue: PaperVenue
  state: LineState = 'back'
  readonly #ends = new Set<LineEnd>()

  constructor(venue: PaperVenue) {
    this.venue = venue
  }

  async open(): Promise<void> {
    await this.venue.connect((event) => {
      if (this.state === 'back') for (const end of [...this.#ends]) end.hear(event)
    })
  }

  becomes(state: LineState): void {
    this.state = state
    if (state === 'deaf') return
    const data = { connected: state === 'back', reason: 'the test' }
    for (const end of [...this.#ends]) end.hear({ type: 'connectivity', data })
  }

  end(sent: (order: OrderRequest) => void, now: () => number): LineEnd {
    const end = new LineEnd(this, sent, now)
    this.#ends.add(end)
    return end
  }
}

/** One process's end of it. */
export class LineEnd implements ExecutionVenue {
  readonly #line: ChaosLine
  readonly #sent: (order: OrderRequest) => void
  readonly #now: () => number
  #listener: ((event: VenueEvent) => void) | undefined
  #isDead = false

  constructor(line: ChaosLine, sent: (order: OrderRequest) => void, now: () => number) {
    this.#line = line
    this.#sent = sent
    this.#now = now
  }

  /** The process has died: it hears nothing and nothing leaves it. */
  die(): void {
    this.#isDead = true
    this.#listener = undefined
  }

  hear(event: VenueEvent): void {
    this.#listener?.(event)
  }

  clientOrderId(botId: string, fence: number, sequence: number): string {
    return this.#line.venue.clientOrderId(botId, fence, sequence)
  }

  connect(listener: (event: VenueEvent) => void): Promise<void> {
    return this.#ask('connect', async () => {
      this.#listener = listener
      listener({ type: 'connectivity', data: { connected: true, reason: 'the test' } })
    })
  }

  async disconnect(): Promise<void> {
    this.#listener = undefined
  }

  place(order: OrderRequest): Promise<Outcome> {
    if (this.#isDead) return never()
    this.#sent(order)
    return this.#send(() => this.#line.venue.place(order))
  }

  cancel(symbol: string, clientOrderId: string): Promise<Outcome> {
    return this.#send(() => this.#line.venue.cancel(symbol, clientOrderId))
  }

  find(symbol: string, clientOrderId: string): Promise<OrderState | undefined> {
    return this.#ask('find', () => this.#line.venue.find(symbol, clientOrderId))
  }

  openOrders(): Promise<readonly OrderState[]> {
    return this.#ask('openOrders', () => this.#line.venue.openOrders())
  }

  fills(symbol: string, since: number): Promise<readonly Fill[]> {
    return this.#ask('fills', () => this.#line.venue.fills(symbol, since))
  }

  balances(): ReturnType<ExecutionVenue['balances']> {
    return this.#ask('balances', () => this.#line.venue.balances())
  }

  async #send(request: () => Promise<Outcome>): Promise<Outcome> {
    if (this.#isDead) return never()
    if (this.#line.state === 'away') return this.#unknown
    const outcome = await request()
    if (this.#isDead) return never()
    return this.#line.state === 'back' ? outcome : this.#unknown
  }

  async #ask<T>(what: string, question: () => Promise<T>): Promise<T> {
    if (this.#isDead) return never()
    this.#reach(what)
    const answer = await question()
    if (this.#isDead) return never()
    this.#reach(what)
    return answer
  }

  #reach(what: string): void {
    if (this.#line.state === 'away') throw new FakeVenueError(`${what}: the venue is away`)
  }

  get #unknown(): Outcome {
    return { outcome: 'unknown', settledBy: this.#now() + SETTLE_MS }
  }
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)
