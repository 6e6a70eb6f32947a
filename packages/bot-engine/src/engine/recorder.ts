import type { MarketEvent, OrderBook } from '@md/types'
import type { DecisionBody, InputBody, JournalBody, JournalEntry, JournalSink } from '../journal/entry.ts'
import { recordedLook } from '../journal/record-event.ts'

/** What a restart must know. The rest can be asked for again, or is told by the entries that are kept. */
const KEPT: ReadonlySet<JournalBody['type']> = new Set<JournalBody['type']>([
  'outcome',
  'found',
  'order',
  'fill',
  'command',
  'reconciled',
  'shared-refusal',
  'intent',
  'cancel',
  'refusal',
  'exit',
  'taken-over',
  'life',
  'fault',
  'state',
  'adjustment',
  'adopted',
])

/** Numbers what happens to a bot, gives all of it to the sink, and gathers what must be made durable in each step. */
export class Recorder {
  /** Engine time. */
  now = 0
  /** How far the clock has been set back, ms: engine time goes on from where it was, at the clock's pace. */
  #ahead = 0
  #n = 0
  #kept: JournalEntry[] = []
  readonly #sink: JournalSink | undefined
  readonly #marketSink: JournalSink | undefined
  readonly #recorded: (event: MarketEvent) => Extract<JournalBody, { readonly type: 'market' }>['event']

  constructor(
    sink: JournalSink | undefined,
    recorded: (event: MarketEvent) => Extract<JournalBody, { readonly type: 'market' }>['event'],
  ) {
    this.#sink = sink
    this.#marketSink = sink?.withoutMarket === true ? undefined : sink
    this.#recorded = recorded
  }

  /** Of the last entry. */
  get n(): number {
    return this.#n
  }

  continueAfter(n: number): void {
    this.#n = n
  }

  get hasKept(): boolean {
    return this.#kept.length > 0
  }

  /** Engine time never goes back, whatever the clock does, and does not stand still for it either. */
  advanceTo(now: number): void {
    if (now >= this.now) {
      this.now = now
      this.#ahead = 0
      return
    }
    if (now + this.#ahead < this.now) this.#ahead = this.now - now
    else this.now = now + this.#ahead
  }

  /** Where an earlier run ended, which may be later than the clock says. */
  notBefore(at: number): void {
    if (at > this.now) this.now = at
  }

  /** The engine time of an input that came now. */
  timeAt(now: number): number {
    return Math.max(this.now, now + this.#ahead)
  }

  market(event: MarketEvent): void {
    this.#n += 1
    this.#marketSink?.write({ n: this.#n, at: this.now, type: 'market', event: this.#recorded(event) })
  }

  look(book: OrderBook): void {
    this.#n += 1
    this.#marketSink?.write({ n: this.#n, at: this.now, type: 'look', book: recordedLook(book) })
  }

  input(body: InputBody): void {
    this.#write(body)
  }

  decision(body: DecisionBody): void {
    this.#write(body)
  }

  /** Told to the sink alone: what repeats itself too often to be kept. */
  remark(body: DecisionBody): void {
    this.#n += 1
    this.#sink?.write({ n: this.#n, at: this.now, ...body })
  }

  takeKept(): readonly JournalEntry[] {
    const kept = this.#kept
    this.#kept = []
    return kept
  }

  #write(body: JournalBody): void {
    this.#n += 1
    const isKept = KEPT.has(body.type)
    // Balances alone are thousands a second where many bots share an account.
    if (!isKept && this.#sink === undefined) return
    const entry: JournalEntry = { n: this.#n, at: this.now, ...body }
    this.#sink?.write(entry)
    if (isKept) this.#kept.push(entry)
  }
}
