import type { Reply } from '../link/client.ts'
import { isBefore, type Position, START } from '../wire/envelope.ts'
import { fromLogId, toLogId } from '../wire/log-id.ts'
import type { Copy } from './copy-entry.ts'
import type { RelayCounters } from './relay-metrics.ts'
import { APPEND } from './relay-scripts.ts'

export interface FlowParts {
  readonly writer: string
  readonly partition: number
  readonly nearKey: string
  readonly farKey: string
  readonly counters: RelayCounters
  /** To the far end. Rejects when it cannot be reached, or refuses. */
  readonly command: (args: readonly string[]) => Promise<Reply>
  readonly failed: (error: unknown) => void
  /** The far log has these now. */
  readonly arrived: (flow: Flow, copies: readonly Copy[]) => void
}

/**
 * One writer's log in one partition, on its way. Pages leave in order without waiting for answers; where one of them
 * does not arrive, those behind it are refused, and everything is read again from where the far log ends.
 */
export class Flow {
  readonly writer: string
  readonly partition: number
  readonly nearKey: string
  readonly farKey: string
  readonly #parts: FlowParts
  /** Unknown until the far log was asked for its end. */
  #readAt: Position | undefined
  #arrivedAt: Position = START
  #round = 0
  #inFlight = 0

  constructor(parts: FlowParts) {
    this.writer = parts.writer
    this.partition = parts.partition
    this.nearKey = parts.nearKey
    this.farKey = parts.farKey
    this.#parts = parts
  }

  get readAt(): Position | undefined {
    return this.#readAt
  }

  /** How far the far log has got. */
  get arrivedAt(): Position {
    return this.#arrivedAt
  }

  /** Bytes on their way. */
  get inFlight(): number {
    return this.#inFlight
  }

  /** Reads on from where the far log ends; from the beginning where it has nothing. */
  async locate(): Promise<void> {
    if (this.#readAt !== undefined) return
    const round = this.#round
    try {
      const reply = await this.#parts.command(['EVAL', APPEND, '1', this.farKey, '0-0', '0'])
      const { top } = answerOf(reply)
      if (round !== this.#round) return
      this.#readAt = top
      this.#arrivedAt = top
    } catch (error) {
      this.#parts.failed(error)
    }
  }

  /** The far end was lost, or has forgotten: what is on its way counts as not arrived. */
  rewind(): void {
    if (this.#readAt === undefined) return
    this.#parts.counters.rewinds += 1
    this.#readAt = undefined
    this.#round += 1
  }

  /** The next page of the near log. `live`: it is its end, and may be said. */
  take(copies: readonly Copy[], live: boolean): void {
    const before = this.#readAt
    const last = copies.at(-1)
    if (before === undefined || last === undefined) return
    this.#countHoles(before, copies)
    this.#readAt = last.at
    void this.#send(before, copies, live)
  }

  async #send(before: Position, copies: readonly Copy[], live: boolean): Promise<void> {
    const round = this.#round
    const bytes = copies.reduce((sum, copy) => sum + copy.bytes, 0)
    this.#inFlight += bytes
    try {
      const args = copies.flatMap((copy) => [copy.id, copy.entry, ...messagesOf(copy, live)])
      const reply = await this.#parts.command([
        ...['EVAL', APPEND, '1', this.farKey, toLogId(before), String(copies.length)],
        ...args,
      ])
      const { added, taken } = answerOf(reply)
      if (taken) this.#note(copies, added, round)
      else if (round === this.#round) this.rewind()
    } catch (error) {
      this.#parts.failed(error)
      if (round === this.#round) this.rewind()
    } finally {
      this.#inFlight -= bytes
    }
  }

  #note(copies: readonly Copy[], added: number, round: number): void {
    const { arrived, counters } = this.#parts
    const last = copies.at(-1)
    counters.batches += added
    counters.duplicates += copies.length - added
    // The last ones are the new ones.
    for (const { events } of added > 0 ? copies.slice(-added) : []) counters.events += events
    if (last === undefined || round !== this.#round) return
    if (isBefore(this.#arrivedAt, last.at)) this.#arrivedAt = last.at
    arrived(this, copies)
  }

  #countHoles(before: Position, copies: readonly Copy[]): void {
    let last = before
    for (const { at } of copies) {
      const missed = at.fence === last.fence ? at.batch - last.batch - 1 : at.batch - 1
      // Where the log begins for us, nothing was missed.
      if (last !== START && last.batch > 0) this.#parts.counters.missedBatches += missed
      last = at
    }
  }
}

const messagesOf = ({ live }: Copy, isLive: boolean): readonly string[] =>
  isLive ? [String(live.length), ...live.flat()] : ['0']

function answerOf(reply: Reply): { readonly taken: boolean; readonly added: number; readonly top: Position } {
  const [taken, added, top] = Array.isArray(reply) ? reply : []
  const at = typeof top === 'string' ? fromLogId(top) : undefined
  return { taken: taken === 1, added: Number(added ?? 0), top: at ?? START }
}
