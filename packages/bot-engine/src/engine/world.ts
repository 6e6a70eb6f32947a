import type { Emitter } from '@md/runtime'
import { type Clock, type Decimal, type ErrorReport, type ExchangeId, type Logger, reportOf } from '@md/types'
import type { JournalEntry } from '../journal/entry.ts'
import { ENDED, type Order, type Purpose } from '../orders/order.ts'
import { OrderDesk } from '../orders/order-desk.ts'
import type { Refusal } from '../risk/refusal.ts'
import { type BotFigures, reserveInAll, type SharedRisk } from '../risk/shared-risk.ts'
import type { BotLease, BotStore } from '../store/store.ts'
import type { BotEvents, Effects } from './effects.ts'
import type { Input } from './input.ts'
import type { TradingAccount } from './options.ts'

export interface WorldParts {
  readonly botId: string
  readonly clock: Clock
  readonly logger: Logger
  readonly store: BotStore
  readonly lease: BotLease
  readonly accounts: readonly TradingAccount[]
  readonly sharedRisk: readonly SharedRisk[]
  readonly emitter: Emitter<BotEvents>
  readonly post: (input: Input) => void
  readonly current: (clientOrderId: string) => Order | undefined
  /** Engine time of something that happens now. */
  readonly engineTime: () => number
  readonly nextTimer: () => { readonly name: string; readonly dueAt: number } | undefined
  /** What shared limits are told after every step that counts. */
  readonly figures: () => BotFigures | undefined
  /** A good moment to keep the whole state. */
  readonly snapshot: () => void
  /** The venue has told of fills that have not come. */
  readonly lacksFills: () => void
  readonly requestStop: (reason: string) => void
}

/** Timers that fire in one turn: a strategy that sets one for now, again and again, must not hang the process. */
const MOST_AT_ONCE = 100

/** Steps between two snapshots: about what a restart has to read. */
const SNAPSHOT_EVERY = 1_000

/** The world as one bot reaches it: its store, its venues, the clock. Everything that waits is here. */
export class World implements Effects {
  readonly #parts: WorldParts
  readonly #desks: ReadonlyMap<ExchangeId, OrderDesk>
  readonly #allDesks: readonly OrderDesk[]
  readonly #accounts: ReadonlyMap<ExchangeId, TradingAccount>
  /** Resolves when everything given so far is durable. */
  #written: Promise<void> = Promise.resolve()
  #writing = 0
  #steps = 0
  #broken = false
  #closed = false
  #cancelWake: (() => void) | undefined

  constructor(parts: WorldParts) {
    this.#parts = parts
    this.#accounts = new Map(parts.accounts.map((account) => [account.exchange, account]))
    this.#desks = new Map(parts.accounts.map((account) => [account.exchange, this.#deskOf(account)]))
    this.#allDesks = [...this.#desks.values()]
  }

  get desks(): ReadonlyMap<ExchangeId, OrderDesk> {
    return this.#desks
  }

  /** Nothing is being written, sent or found out. */
  get isIdle(): boolean {
    return this.#writing === 0 && this.#allDesks.every(({ unsettled }) => unsettled === 0)
  }

  /** Resolves when everything given so far is durable, or has been refused. */
  async written(): Promise<void> {
    await this.#written.catch(() => undefined)
  }

  /** Resolves when everything given so far is durable, and every order that was sent has its answer. */
  async settled(): Promise<void> {
    await this.written()
    await Promise.all(this.#allDesks.map((desk) => desk.idle()))
  }

  readonly monotonic = (): number => this.#parts.clock.monotonic()

  clientOrderId(exchange: ExchangeId, sequence: number): string {
    const { botId, lease } = this.#parts
    return this.#accountOf(exchange).gate.venue.clientOrderId(botId, lease.fence, sequence)
  }

  commit(entries: readonly JournalEntry[], orders: readonly Order[], cancels: readonly Order[]): void {
    if (this.#closed) return
    this.#write(entries)
    for (const order of orders) {
      const { clientOrderId, exchange } = order.request
      this.#accountOf(exchange).hub.own(this.#parts.botId, clientOrderId)
      this.#desks.get(exchange)?.submit(order)
    }
    this.#tellShared()
    this.#steps += 1
    if (this.#steps >= SNAPSHOT_EVERY && orders.length === 0) this.#snapshot()
    for (const order of cancels) this.#desks.get(order.request.exchange)?.cancel(order)
  }

  wakeAt(dueAt: number | undefined): void {
    const { clock, engineTime } = this.#parts
    this.#cancelWake?.()
    this.#cancelWake = undefined
    if (dueAt === undefined || this.#closed) return
    this.#cancelWake = clock.after(Math.max(0, dueAt - engineTime()), () => this.#wake())
  }

  sharedRefusal(_sequence: number, _exchange: ExchangeId, value: () => Decimal, purpose: Purpose): Refusal | undefined {
    const { botId, clock, sharedRisk } = this.#parts
    if (sharedRisk.length === 0) return undefined
    return reserveInAll(sharedRisk, botId, { value: value(), purpose, now: clock.now() })
  }

  tell<T extends keyof BotEvents>(type: T, event: BotEvents[T]): void {
    this.#parts.emitter.emit(type, event)
  }

  orderChanged(order: Order): void {
    const { clientOrderId, exchange } = order.request
    this.#desks.get(exchange)?.notice(order)
    if (!ENDED.has(order.status)) return
    this.#accounts.get(exchange)?.hub.ended(clientOrderId)
    if (order.booked !== order.filled) this.#parts.lacksFills()
  }

  cancelStray(order: Order): void {
    this.#desks.get(order.request.exchange)?.cancel(order)
  }

  requestStop(reason: string): void {
    this.#parts.requestStop(reason)
  }

  /** Nothing is written, sent or asked any more. */
  close(): void {
    this.#closed = true
    this.#cancelWake?.()
    for (const desk of this.#allDesks) desk.close()
  }

  /** Never in a step that sends an order, which would not leave before all of it is on the disk. */
  #snapshot(): void {
    this.#steps = 0
    this.#parts.snapshot()
  }

  #tellShared(): void {
    const { botId, figures, sharedRisk } = this.#parts
    if (sharedRisk.length === 0) return
    const now = figures()
    if (now !== undefined) for (const shared of sharedRisk) shared.update(botId, now)
  }

  #wake(): void {
    const { engineTime, nextTimer, post } = this.#parts
    this.#cancelWake = undefined
    for (let fired = 0; fired < MOST_AT_ONCE; fired++) {
      const next = nextTimer()
      if (next === undefined || next.dueAt > engineTime()) break
      post({ type: 'timer', ...next })
    }
    if (this.#cancelWake === undefined) this.wakeAt(nextTimer()?.dueAt)
  }

  #write(entries: readonly JournalEntry[]): void {
    const { lease, store } = this.#parts
    this.#writing += 1
    const written = store.append(lease, entries)
    this.#written = written
    written.then(
      () => {
        this.#writing -= 1
      },
      (error: unknown) => {
        this.#writing -= 1
        this.#storeFailed(error)
      },
    )
  }

  /** Told once: what follows fails as well, and no order leaves without its intent. */
  #storeFailed(error: unknown): void {
    if (this.#broken) return
    this.#broken = true
    const report = reportOf(error)
    this.#report({ ...report, message: `the store does not keep what happens: ${report.message}` }, 'store')
    this.#parts.post({ type: 'health', of: 'store', live: false, reason: report.message })
  }

  #report(report: ErrorReport, where: string): void {
    const { botId, clock, emitter, logger } = this.#parts
    logger.error({ botId, where, ...report }, 'a bot is in trouble')
    emitter.emit('fault', { ...report, where, at: clock.now() })
  }

  #accountOf(exchange: ExchangeId): TradingAccount {
    const account = this.#accounts.get(exchange)
    if (account === undefined) throw new Error(`bot ${this.#parts.botId} has no account at ${exchange}`)
    return account
  }

  #deskOf({ gate, name }: TradingAccount): OrderDesk {
    const { botId, clock, current, post } = this.#parts
    return new OrderDesk({
      gate: { place: (request, purpose) => gate.place(request, { botId, account: name, purpose }) },
      venue: gate.venue,
      clock,
      persist: () => this.#written,
      listener: post,
      current,
      report: (fault) => this.#report(fault, 'venue'),
    })
  }
}
