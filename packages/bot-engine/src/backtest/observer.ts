import type { Fill, Logger } from '@md/types'
import type { BotExecutionEngine } from '../engine/bot-execution-engine.ts'
import type { RoundTrip } from '../ledger/ledger.ts'
import type { ExitReason } from '../positions/barriers.ts'
import type { Performance } from './performance/performance.ts'

/** Enough for any report; beyond it they are counted alone. */
const KEPT = 100_000
const KEPT_MESSAGES = 50

export interface StateChange {
  readonly at: number
  readonly to: string
  readonly reason: string
}

/** How the bot fared by itself. */
export interface Standing {
  readonly ended: StateChange | undefined
  readonly degraded: readonly StateChange[]
}

/** What a run came to, besides money. */
export interface RunCounts {
  /** Orders by how they ended; `open` are those that had not. */
  readonly orders: Readonly<Record<string, number>>
  /** Orders that the risk chain did not let pass, by code. */
  readonly refusals: Readonly<Record<string, number>>
  /** Positions that were ended by a barrier, by which. */
  readonly exits: Readonly<Record<string, number>>
  readonly faults: number
}

/** Listens to a bot and keeps what a report needs, in bounded memory. */
export class Observer {
  readonly #performance: Performance
  readonly #now: () => number
  readonly fills: Fill[] = []
  readonly trips: RoundTrip[] = []
  readonly messages = new Map<string, number>()
  readonly #orders = new Map<string, string>()
  readonly #ended = new Map<string, number>()
  readonly #refusals = new Map<string, number>()
  readonly #exits = new Map<string, number>()
  #faults = 0
  readonly states: StateChange[] = []
  /** What would have been a line in a log is one in the report. */
  readonly logger: Logger

  constructor(performance: Performance, now: () => number, logger: Logger) {
    this.#performance = performance
    this.#now = now
    this.logger = this.#noting(logger)
  }

  watch(engine: BotExecutionEngine): void {
    engine.on('fill', (fill) => this.#fill(fill))
    engine.on('order', ({ clientOrderId, status }) => this.#order(clientOrderId, status))
    engine.on('refusal', ({ refusal }) => count(this.#refusals, refusal.code))
    engine.on('exit', ({ reason }) => {
      if (BARRIERS.has(reason)) count(this.#exits, reason)
    })
    engine.on('state', ({ at, reason, to }) => {
      if (this.states.length < KEPT_MESSAGES) this.states.push({ at, to, reason })
    })
    engine.on('fault', ({ message, where }) => {
      this.#faults += 1
      this.#note(`${where}: ${message}`)
    })
  }

  /** Before the end is brought about, which changes it. */
  get standing(): Standing {
    const last = this.states.findLast(({ to }) => to === 'failed' || to === 'stopping')
    return { ended: last, degraded: this.states.filter(({ to }) => to === 'degraded') }
  }

  get counts(): RunCounts {
    return {
      orders: Object.fromEntries(this.#openAndEnded()),
      refusals: Object.fromEntries(this.#refusals),
      exits: Object.fromEntries(this.#exits),
      faults: this.#faults,
    }
  }

  #noting(logger: Logger): Logger {
    const noting =
      (level: 'warn' | 'error') =>
      (fields: object, message: string): void => {
        this.#note(sentence(fields, message))
        logger[level](fields, message)
      }
    return { ...logger, warn: noting('warn'), error: noting('error') }
  }

  #fill(fill: Fill): void {
    if (this.fills.length < KEPT) this.fills.push(fill)
    const trip = this.#performance.fill(fill, this.#now())
    if (trip !== undefined && this.trips.length < KEPT) this.trips.push(trip)
  }

  /** Orders that are not ended are few; of the others the number is enough. */
  #order(clientOrderId: string, status: string): void {
    if (!ENDINGS.has(status)) {
      this.#orders.set(clientOrderId, status)
      return
    }
    if (this.#orders.delete(clientOrderId) || status !== 'refused') count(this.#ended, status)
  }

  #openAndEnded(): ReadonlyMap<string, number> {
    const all = new Map(this.#ended)
    if (this.#orders.size > 0) all.set('open', this.#orders.size)
    return all
  }

  #note(message: string): void {
    if (this.messages.has(message) || this.messages.size < KEPT_MESSAGES) count(this.messages, message)
  }
}

/** What else ends a position has a reason of its own each time. */
const BARRIERS: ReadonlySet<string> = new Set<ExitReason>([
  'stop-loss',
  'take-profit',
  'trailing-stop',
  'time-limit',
  'break-even',
])

const ENDINGS: ReadonlySet<string> = new Set(['filled', 'cancelled', 'rejected', 'expired', 'lost', 'refused'])

function count(counts: Map<string, number>, of: string): void {
  counts.set(of, (counts.get(of) ?? 0) + 1)
}

/** With the reason, where the fields have one. */
function sentence(fields: object, message: string): string {
  const reason = 'message' in fields ? String(fields.message) : 'reason' in fields ? String(fields.reason) : ''
  return reason === '' || reason === message ? message : `${message}: ${reason}`
}
