import type { Clock, ExchangeId, Gap, Trade } from '@md/types'
import type { TradeCounters } from '../counters.ts'
import { FetchPace } from './fetch-pace.ts'
import { HeldTrades } from './held-trades.ts'
import { type Hole, type MissingTrades, noteFilled } from './hole.ts'

export interface TradeSequenceOptions {
  readonly exchange: ExchangeId
  readonly symbol: string
  readonly clock: Clock
  /** 0 to 1, for jitter. */
  readonly random: () => number
  readonly counters: TradeCounters
  /** ms that live trades wait for missing ones before those are given up. */
  readonly deadline: number
}

export interface TradeEffects {
  emit(trade: Trade): void
  gap(gap: Gap): void
  /** Asks for what is missing; to be answered with `fill` or `unavailable`. */
  fetch(missing: MissingTrades): void
}

/** On one socket the order is the venue's; across two of them, the missing trade is usually on its way. In ms. */
const PATIENCE = 250

/** Live trades held while earlier ones are fetched. */
const HELD_TRADES = 10_000

/** Fetches for one hole: the second one closes what opened while the first was under way. */
const FETCHES_PER_HOLE = 3

/** A trade that comes again, or late, is no later than the last one but for what a venue's clocks differ. In ms. */
const CLEARLY_LATER = 5_000

/**
 * The trades of one market in the order of the venue's ids, which rise by 1. Duplicates are dropped, a hole is held
 * open while what is missing is fetched, and what cannot be had is told exactly. No I/O.
 */
export class TradeSequence {
  readonly #options: TradeSequenceOptions
  readonly #effects: TradeEffects
  readonly #held = new HeldTrades()
  readonly #pace: FetchPace
  #last: number | undefined
  #lastTimestamp: number | undefined
  #hole: Hole | undefined
  /** What a hole found now would come from. */
  #cause: 'drop' | 'sequence' = 'sequence'
  /** The line that was lost is back. */
  #resumed = false
  #stopped = false

  constructor(options: TradeSequenceOptions, effects: TradeEffects) {
    this.#options = options
    this.#effects = effects
    this.#pace = new FetchPace(options.clock, options.random)
  }

  /** Nothing is known to be missing, and nothing is likely to be. */
  get whole(): boolean {
    return this.#hole === undefined && this.#cause === 'sequence'
  }

  receive(trade: Trade): void {
    const id = Number(trade.id)
    if (this.#hole === undefined && (this.#last === undefined || id === this.#last + 1)) {
      this.#cause = 'sequence'
      this.#deliver(trade, id)
    } else if (Number.isSafeInteger(id)) {
      this.#outOfLine(trade, id)
    } else {
      this.#effects.emit(trade)
    }
  }

  /** The venue says that `id` was the latest trade. */
  watermark(id: string): void {
    const latest = Number(id)
    if (!Number.isSafeInteger(latest)) return
    if (this.#last === undefined) this.#last = latest
    else if (latest > this.#last && this.#hole === undefined && this.#pace.mayFetch) this.#open()
  }

  /** The socket is gone: what comes next may not follow what we have. */
  lost(): void {
    this.#cause = 'drop'
    this.#resumed = false
  }

  /** The subscription stands again: fetch what happened meanwhile without waiting for the next trade to show it. */
  resumed(): void {
    this.#resumed = true
    this.#catchUp()
  }

  /** What the fetch of `asked` brought, oldest first; may be empty. */
  fill(asked: MissingTrades, trades: readonly Trade[]): void {
    const hole = this.#hole
    if (hole?.asked !== asked) return
    const before = this.#last ?? 0
    for (const trade of trades) if (Number(trade.id) > before) this.#held.add(Number(trade.id), trade)
    this.#drain()
    const progressed = (this.#last ?? 0) > before
    this.#pace.note(progressed)
    if (this.#held.size === 0) this.#close()
    else if (progressed && hole.fetches < FETCHES_PER_HOLE) this.#fetch(hole)
    else this.#giveUp()
  }

  /** Whether the answer to `asked` can still be used. */
  awaits(asked: MissingTrades): boolean {
    return this.#hole?.asked === asked
  }

  /** The fetch of `asked` brought nothing that can be used. */
  unavailable(asked: MissingTrades): void {
    if (this.#hole?.asked === asked) this.#tooLate()
  }

  #tooLate(): void {
    this.#pace.note(false)
    this.#giveUp()
  }

  /** The missing trades cannot be had: say so, and go on with those at hand. */
  #giveUp(): void {
    const hole = this.#hole
    if (hole === undefined) return
    while (this.#held.size > 0) {
      const next = this.#held.first ?? 0
      this.#tellGap(hole.cause, (this.#last ?? next - 1) + 1, next - 1)
      this.#last = next - 1
      this.#drain()
    }
    const unresolved = hole.filled === undefined && hole.from === (this.#last ?? 0) + 1
    this.#close()
    if (unresolved && hole.cause === 'drop') this.#cause = 'drop'
  }

  #outOfLine(trade: Trade, id: number): void {
    if (this.#last !== undefined && id <= this.#last) {
      if (this.#isCountedAnew(trade, id)) this.#beginAnew(trade, id)
      else this.#options.counters.duplicates += 1
      return
    }
    if (!this.#held.add(id, trade)) this.#options.counters.duplicates += 1
    if (this.#hole === undefined) this.#open()
    this.#drain()
    if (this.#held.size === 0 && this.#hole?.fetches === 0) this.#close()
    else if (this.#held.size >= HELD_TRADES) this.#giveUp()
  }

  /** Lower than all that is known, and yet later: the venue counts anew, as test networks do when they are reset. */
  #isCountedAnew({ timestamp }: Trade, id: number): boolean {
    const latest = Math.max(this.#lastTimestamp ?? Number.POSITIVE_INFINITY, this.#held.latest)
    return id < (this.#last ?? 0) && timestamp !== undefined && timestamp > latest + CLEARLY_LATER
  }

  /** What was told and what comes have nothing in common by which to tell what is missing between them. */
  #beginAnew(trade: Trade, id: number): void {
    this.#cause = 'sequence'
    this.#giveUp()
    this.#cause = 'sequence'
    if (!this.#stopped) this.#tell('epoch', { missed: undefined, recovered: false })
    if (!this.#stopped) this.#deliver(trade, id)
  }

  /** Fetches what happened while the line was away, unless a hole that is open has to be closed first. */
  #catchUp(): void {
    if (this.#cause === 'drop' && this.#resumed && this.#last !== undefined && this.#hole === undefined) this.#open()
  }

  /** After a drop nothing that is missing can be on its way. */
  #open(): void {
    if (this.#stopped) return
    const { clock, deadline } = this.#options
    const hole: Hole = {
      cause: this.#cause,
      from: (this.#last ?? 0) + 1,
      filled: undefined,
      fetches: 0,
      asked: undefined,
      cancelDeadline: clock.after(deadline, () => this.#tooLate()),
      cancelPatience: () => undefined,
    }
    this.#hole = hole
    this.#cause = 'sequence'
    if (hole.cause === 'drop') this.#fetch(hole)
    else hole.cancelPatience = clock.after(PATIENCE, () => this.#fetch(hole))
  }

  #fetch(hole: Hole): void {
    hole.fetches += 1
    hole.asked = { after: this.#last ?? 0, afterTimestamp: this.#lastTimestamp, before: this.#held.first }
    this.#effects.fetch(hole.asked)
  }

  /** Delivers what is held for as long as it is next in line. */
  #drain(): void {
    for (let id = (this.#last ?? 0) + 1, trade = this.#held.take(id); trade; id++, trade = this.#held.take(id)) {
      this.#deliver(trade, id)
    }
  }

  #deliver(trade: Trade, id: number): void {
    if (Number.isSafeInteger(id)) this.#last = id
    this.#lastTimestamp = trade.timestamp
    if (trade.origin === 'backfill') {
      this.#options.counters.backfilled += 1
      if (this.#hole) noteFilled(this.#hole, id)
    }
    this.#effects.emit(trade)
  }

  #close(): void {
    const hole = this.#hole
    if (hole === undefined) return
    hole.cancelDeadline()
    hole.cancelPatience()
    this.#hole = undefined
    if (hole.filled !== undefined) {
      const { from, to, count } = hole.filled
      this.#tell(hole.cause, { from: String(from), to: String(to), missed: count, recovered: true })
    }
    this.#catchUp()
  }

  #tellGap(cause: Gap['cause'], from: number, to: number): void {
    if (to < from) return
    this.#options.counters.missed += to - from + 1
    this.#tell(cause, { from: String(from), to: String(to), missed: to - from + 1, recovered: false })
  }

  #tell(cause: Gap['cause'], facts: Pick<Gap, 'missed' | 'recovered' | 'from' | 'to'>): void {
    const { exchange, symbol } = this.#options
    this.#effects.gap({ exchange, symbol, channel: 'trades', cause, ...facts })
  }

  /** Lets go of its timers. */
  stop(): void {
    this.#stopped = true
    this.#hole?.cancelDeadline()
    this.#hole?.cancelPatience()
    this.#hole = undefined
    this.#held.clear()
  }
}
