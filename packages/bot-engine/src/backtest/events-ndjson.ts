import { EVENT_TYPES, InvalidInputError } from '@md/types'
import type { JournalEntry } from '../journal/entry.ts'
import { type LineBatch, linesOf } from './lines.ts'
import { type PlayedEvent, timeOf } from './played-event.ts'

export interface EventFileCounts {
  readonly events: number
  /** Journal entries that are no market events. */
  readonly skipped: number
  /** Events that are older than one before them: played as if they had come with that one. */
  readonly late: number
  /** Between two events, ms. */
  readonly longestSilenceMs: number
  /** The last line is cut off and was left out. */
  readonly cutOff: boolean
}

/** Market events, one as JSON a line; or the journal of a bot, whose market inputs are taken. */
export class EventFile {
  readonly path: string
  #events = 0
  #skipped = 0
  #late = 0
  #silence = 0
  #cutOff = false
  #latest = Number.NaN

  constructor(path: string) {
    this.path = path
  }

  get counts(): EventFileCounts {
    return {
      events: this.#events,
      skipped: this.#skipped,
      late: this.#late,
      longestSilenceMs: this.#silence,
      cutOff: this.#cutOff,
    }
  }

  /** In the order of the file. @throws InvalidInputError naming the line that is no event */
  async *read(): AsyncGenerator<readonly PlayedEvent[]> {
    for await (const batch of linesOf(this.path)) {
      const events: PlayedEvent[] = []
      for (const [i, text] of batch.lines.entries()) {
        const event = this.#event(text, batch, i)
        if (event === undefined) continue
        this.#note(event)
        events.push(event)
      }
      yield events
    }
  }

  /** Undefined: the line has none, and needs none. */
  #event(text: string, { first, unended }: LineBatch, i: number): PlayedEvent | undefined {
    const value = parsed(text)
    const found = eventIn(value)
    if (typeof found === 'object') return found
    if (found === 'other') this.#skipped += 1
    else if (text.trim() === '') return undefined
    else if (value === undefined && unended) this.#cutOff = true
    else throw wrongLine(this.path, first + i, text)
    return undefined
  }

  #note(event: PlayedEvent): void {
    this.#events += 1
    const at = timeOf(event)
    if (at === undefined) return
    if (at < this.#latest) this.#late += 1
    else {
      if (at - this.#latest > this.#silence) this.#silence = at - this.#latest
      this.#latest = at
    }
  }
}

const SHOWN = 120

function wrongLine(path: string, line: number, text: string): InvalidInputError {
  const allowed =
    'a market event as JSON, {"type":"ticker","data":{"exchange":…,"symbol":…,"receivedAt":…}}, or an entry of a journal'
  return new InvalidInputError(`${path}, line ${line}:`, text.slice(0, SHOWN), allowed)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Where it stands decides what that means.
    return undefined
  }
}

const TYPES: ReadonlySet<unknown> = new Set(EVENT_TYPES)

function eventIn(value: unknown): PlayedEvent | 'other' | 'wrong' {
  if (isEvent(value)) return value
  if (!isEntry(value)) return 'wrong'
  if (value.type !== 'market') return 'other'
  return isEvent(value.event) ? value.event : 'wrong'
}

/** What everything that reads events relies on; what their numbers are worth is checked where they are used. */
function isEvent(value: unknown): value is PlayedEvent {
  const { type, data } = (value ?? {}) as { type?: unknown; data?: { exchange?: unknown; symbol?: unknown } }
  if (!TYPES.has(type) || typeof data !== 'object' || data === null || typeof data.exchange !== 'string') return false
  const event = value as PlayedEvent
  if (event.type.startsWith('exchange:')) return Number.isFinite(timeOf(event))
  return typeof data.symbol === 'string' && (event.type === 'gap' || Number.isFinite(timeOf(event)))
}

const isEntry = (value: unknown): value is JournalEntry =>
  typeof value === 'object' && value !== null && 'n' in value && 'at' in value && 'type' in value
