import { sleep } from '@md/runtime'
import type { AdapterSettings } from '../options.ts'
import type { Line } from './line.ts'

export interface RotationParts {
  readonly settings: AdapterSettings
  readonly stop: AbortSignal
  /** Resolves when the venue allows one more connection. */
  dial(): Promise<void>
  open(): Line
  current(): Line | undefined
  /** The candidate has everything the current line has: from now on it counts. */
  takeOver(candidate: Line, old: Line): void
  /** A line was closed: replaced, or never ready to replace. */
  retired(line: Line): void
}

/** The share of a socket's age that is drawn, so that sockets opened together are not replaced together. */
const SPREAD = 0.05

/** How often a candidate is looked at, in ms. */
const SETTLE_CHECK = 50

/** Why a replaced line ended. */
export const ROTATED = 'replaced by a new socket'

/**
 * Replaces a line before the exchange cuts it: the new one is opened and subscribed first, takes over when it has
 * everything, and the old one listens on for a moment. Nothing is missed, and duplicates are known by their numbers.
 */
export class Rotation {
  readonly #parts: RotationParts
  readonly #work = new Set<Promise<void>>()
  #begun = false
  #candidate: Line | undefined
  #cancelPlan: () => void = () => undefined

  constructor(parts: RotationParts) {
    this.#parts = parts
  }

  get candidate(): Line | undefined {
    return this.#candidate
  }

  /** Up to 5 % before the age at which a socket is replaced. */
  plan(): void {
    const { rotation, random } = this.#parts.settings
    if (rotation.age !== undefined) this.#after(rotation.age * (1 - SPREAD * random()), 'it has reached its age')
  }

  /** The line to be replaced is gone, and nobody stood ready: the next one is opened as if it were the first. */
  cancel(): void {
    this.#cancelPlan()
    this.#candidate?.session.fail('the socket it was to replace is gone')
  }

  begin(reason: string): void {
    if (this.#begun || !this.#isNeeded) return
    this.#parts.settings.logger.info({ reason }, 'replacing a socket')
    this.#begun = true
    this.#cancelPlan()
    this.#track(this.#replace())
  }

  /** The current line is gone: whoever stands ready takes over now. Returns whether somebody did. */
  rescue(): boolean {
    return this.#candidate !== undefined && this.#promote(this.#candidate)
  }

  /** Resolves when nothing of it is left. */
  async stopped(reason: string): Promise<void> {
    this.#cancelPlan()
    this.#candidate?.session.fail(reason)
    await Promise.all(this.#work)
  }

  /** There is a working line to replace. */
  get #isNeeded(): boolean {
    const { stop, current } = this.#parts
    return !stop.aborted && current()?.session.isOpen === true
  }

  async #replace(): Promise<void> {
    await this.#parts.dial()
    if (this.#isNeeded) await this.#prepare(this.#parts.open())
    this.#begun = false
  }

  async #prepare(candidate: Line): Promise<void> {
    this.#candidate = candidate
    await this.#settled(candidate)
    if (this.#candidate !== candidate || (candidate.ledger.settled && this.#promote(candidate))) return

    this.#candidate = undefined
    candidate.session.fail('it did not get ready to take over')
    this.#parts.retired(candidate)
    if (this.#isNeeded) this.#after(this.#parts.settings.reconnection.maxDelay, 'the last try failed')
  }

  /** Waits until the candidate has everything it asked for, or cannot get it. */
  async #settled(candidate: Line): Promise<void> {
    const { settings, stop } = this.#parts
    const { clock, timeout } = settings
    const deadline = clock.monotonic() + timeout
    if (!(await candidate.session.opened)) return
    while (candidate.session.isOpen && !candidate.ledger.settled && clock.monotonic() < deadline && !stop.aborted) {
      await sleep(clock, SETTLE_CHECK, stop)
    }
  }

  #promote(candidate: Line): boolean {
    const old = this.#parts.current()
    if (old === undefined || !candidate.session.isOpen || this.#parts.stop.aborted) return false
    this.#candidate = undefined
    candidate.leading = true
    old.leading = false
    this.#parts.takeOver(candidate, old)
    this.plan()
    this.#track(this.#retire(old, candidate))
    return true
  }

  /** What the exchange sent the old line last is still on its way. Should the new one end before, there is no use in waiting. */
  async #retire(old: Line, replacement: Line): Promise<void> {
    const { settings, stop } = this.#parts
    await Promise.race([sleep(settings.clock, settings.rotation.overlap, stop), replacement.session.ended])
    old.session.close(ROTATED)
    await old.session.ended
    this.#parts.retired(old)
  }

  #after(ms: number, reason: string): void {
    this.#cancelPlan()
    if (!this.#parts.stop.aborted) this.#cancelPlan = this.#parts.settings.clock.after(ms, () => this.begin(reason))
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#work.delete(tracked))
    this.#work.add(tracked)
  }
}
