import { reasonOf } from '../link/client.ts'
import type { Link } from '../link/link.ts'
import type { Counters } from '../metrics.ts'
import type { Settings } from '../settings.ts'
import { type Position, START } from '../wire/envelope.ts'
import { fromLogId, toLogId } from '../wire/log-id.ts'
import { type Batch, Ring } from './ring.ts'
import { TrimMarks } from './trim-marks.ts'

export interface LogWriterEvents {
  /** Somebody with a higher fence has written. */
  deposed(): void
  dropped(batch: Batch): void
  acked(): void
  /** Redis refuses to write. */
  failed(error: unknown): void
}

interface LogWriterOptions {
  readonly key: string
  readonly link: Link
  readonly settings: Settings
  readonly counters: Counters
  readonly events: LogWriterEvents
}

/** Commands that may wait for Redis's answer; beyond, batches wait here. */
const MAX_UNANSWERED = 5_000
const WINDOW = 200
const RETRY_MS = 250

/**
 * One partition's log, written in order. Every batch has its place in advance, so Redis itself refuses what it has
 * already and what comes from a writer that was replaced. What Redis has forgotten is sent again, in order.
 */
export class LogWriter {
  readonly #options: LogWriterOptions
  readonly #ring: Ring
  #state: 'away' | 'flowing' | 'catching-up' = 'away'
  #fence = 0
  #liveFlows = false
  /** Which catching-up this is. */
  #attempt = 0
  #unanswered = 0
  #unacked = 0
  #cancelRetry: () => void = () => undefined
  readonly #trimMarks = new TrimMarks()

  constructor(options: LogWriterOptions) {
    this.#options = options
    this.#ring = new Ring(options.settings.refill, (batch) => {
      this.#settle(batch)
      options.events.dropped(batch)
    })
  }

  get flowing(): boolean {
    return this.#state === 'flowing'
  }

  /** Whether the live lane may be used: not while Redis is being caught up with after an outage. */
  get liveFlows(): boolean {
    return this.#liveFlows
  }

  get bytes(): number {
    return this.#ring.bytes
  }

  /** Batches that Redis has not acknowledged yet. */
  get unacked(): number {
    return this.#unacked
  }

  append(batch: Batch): void {
    this.#unacked += 1
    this.#ring.push(batch)
    this.#trimMarks.note(batch)
    if (this.#state !== 'flowing') return
    if (this.#unanswered >= MAX_UNANSWERED) void this.catchUp()
    else void this.#send(batch)
  }

  away(): void {
    this.#state = 'away'
    this.#attempt += 1
    this.#liveFlows = false
    this.#cancelRetry()
  }

  /** Gives up what is left: somebody else writes now. */
  abandon(): void {
    this.#ring.clear()
    this.#trimMarks.clear()
  }

  /** Reads how far the log goes, and sends all that is above, in order. New batches wait until it is done. */
  async catchUp(): Promise<void> {
    const { link } = this.#options
    const { client } = link
    if (client === undefined || this.#state === 'catching-up') return
    this.#attempt += 1
    if (!this.#options.settings.log.enabled) {
      // There is nothing to catch up with.
      return this.#flow()
    }
    this.#state = 'catching-up'
    const attempt = this.#attempt
    // Not when the link was lost, nor when the lease was: what comes back then is an answer to an old question.
    const isCurrent = () => link.client === client && this.#attempt === attempt
    try {
      await this.#sendAll(isCurrent)
    } catch (error) {
      if (isCurrent()) this.#later(error)
    }
  }

  async #sendAll(isCurrent: () => boolean): Promise<void> {
    const found = await this.#top()
    if (!isCurrent()) return
    if (found === undefined) return this.#stopHere()
    await this.#settleUpTo(found)
    for (let top = found; isCurrent(); ) {
      const batches = this.#ring.after(top, WINDOW)
      const last = batches.at(-1)
      if (last === undefined) return this.#flow()
      this.#count(batches)
      await Promise.all(batches.map((batch) => this.#add(batch)))
      top = last.at
    }
  }

  #flow(): void {
    this.#state = 'flowing'
    this.#liveFlows = true
  }

  #stopHere(): void {
    this.away()
    this.#options.events.deposed()
  }

  /** What Redis has. One that it refused is not there, though a later one is: it can never be added any more. */
  async #settleUpTo(top: Position): Promise<void> {
    const { events, key, link } = this.#options
    for (const batch of [...this.#ring.upTo(top)]) {
      if (batch.acked) continue
      const id = toLogId(batch.at)
      const found = batch.refused ? await link.command(['XRANGE', key, id, id]) : [id]
      if (Array.isArray(found) && found.length > 0) this.#acknowledge(batch)
      else {
        this.#settle(batch)
        events.dropped(batch)
      }
    }
  }

  #acknowledge(batch: Batch): void {
    if (!batch.acked) this.#options.counters.acked += batch.count
    this.#settle(batch)
  }

  #later(error: unknown): void {
    if (/equal or smaller/.test(reasonOf(error))) {
      this.#refused()
      return
    }
    this.#options.events.failed(error)
    this.#options.link.suspect(error)
    this.#retry()
  }

  #retry(): void {
    this.#state = 'away'
    this.#attempt += 1
    this.#cancelRetry()
    this.#cancelRetry = this.#options.settings.clock.after(RETRY_MS, () => void this.catchUp())
  }

  /** Either Redis has it already, or it is not ours to write any more. */
  #refused(): void {
    const { counters } = this.#options
    counters.fenced += 1
    this.#retry()
  }

  /** Nothing: somebody with a higher fence has written. */
  async #top(): Promise<Position | undefined> {
    const { key, link } = this.#options
    const reply = await link.command(['XREVRANGE', key, '+', '-', 'COUNT', '1'])
    const entry = Array.isArray(reply) ? reply[0] : undefined
    const id = Array.isArray(entry) ? entry[0] : undefined
    const top = (typeof id === 'string' ? fromLogId(id) : undefined) ?? START
    return top.fence > this.#fence ? undefined : top
  }

  /** The fence we write under. */
  under(fence: number): void {
    this.#fence = fence
  }

  async #send(batch: Batch): Promise<void> {
    try {
      await this.#add(batch)
    } catch (error) {
      if (this.#state === 'flowing' && this.#options.link.up) this.#later(error)
    }
  }

  async #add(batch: Batch): Promise<void> {
    const { key, link } = this.#options
    const { client } = link
    if (client === undefined) throw new Error('the link is down')
    this.#unanswered += 1
    try {
      await client.command(['XADD', key, toLogId(batch.at), 'd', batch.entry])
      this.#acknowledge(batch)
    } catch (error) {
      if (link.client === client) batch.refused = true
      throw error
    } finally {
      this.#unanswered -= 1
    }
  }

  #settle(batch: Batch): void {
    if (batch.acked) return
    batch.acked = true
    this.#unacked -= 1
    this.#options.events.acked()
  }

  #count(batches: readonly Batch[]): void {
    const { counters } = this.#options
    for (const batch of batches) {
      if (batch.acked) counters.refilled += 1
      else counters.resent += 1
    }
  }

  /** Forgets what is older than it has to be kept. Called every few seconds. */
  trim(now: number): void {
    const { key, link, settings } = this.#options
    const { retentionMs } = settings.log
    const old = this.#trimMarks.olderThan(now - retentionMs)
    if (this.#state !== 'flowing' || link.client === undefined) return
    if (old !== undefined) link.command(['XTRIM', key, 'MINID', '~', toLogId(old)]).catch(() => undefined)
    link.command(['PEXPIRE', key, String(retentionMs * 2)]).catch(() => undefined)
  }
}
