/** One stretch of time without a connection that was wanted. Times in ms since the epoch. */
interface Outage {
  readonly from: number
  to: number | undefined
  attempts: number
}

export interface ReconnectionRecord {
  readonly attempts: number
  readonly successes: number
  /** Successes per attempt that has ended; 1 when there was none. */
  readonly ratio: number
}

const RECENT_MS = 3_600_000

/** An exchange that reconnects all the time must not fill the memory. */
const OUTAGES_KEPT = 1_000

/** How much of the time an exchange was connected, counted from its first connection and while it is wanted. */
export class Availability {
  #wantedSince: number | undefined
  #upSince: number | undefined
  #everConnected = false
  #outage: Outage | undefined
  #upMs = 0
  #downMs = 0
  #attempts = 0
  #successes = 0
  readonly #outages: Outage[] = []

  /** Reconnections that succeeded. */
  get successes(): number {
    return this.#successes
  }

  /** Whether it has been connected since it is wanted. */
  get everConnected(): boolean {
    return this.#everConnected
  }

  /** Since when it is connected, or is not although it is wanted. */
  since(now: number): number {
    return this.#upSince ?? this.#outage?.from ?? this.#wantedSince ?? now
  }

  wanted(at: number): void {
    this.#wantedSince ??= at
  }

  connected(at: number): void {
    this.#everConnected = true
    const outage = this.#outage
    if (outage !== undefined) {
      outage.to = at
      if (outage.attempts === 0) this.#attempt(outage)
      this.#downMs += at - outage.from
      this.#successes += 1
      this.#outage = undefined
    }
    this.#upSince ??= at
  }

  lost(at: number): void {
    if (this.#upSince === undefined) return
    this.#upMs += at - this.#upSince
    this.#upSince = undefined
    this.#outage = { from: at, to: undefined, attempts: 0 }
    this.#outages.push(this.#outage)
    if (this.#outages.length > OUTAGES_KEPT) this.#outages.shift()
  }

  /** An attempt to come back is announced. */
  attempting(at: number): void {
    this.lost(at)
    if (this.#outage !== undefined) this.#attempt(this.#outage)
  }

  /** The connection is not wanted any more: what follows is no outage. */
  stopped(at: number): void {
    this.lost(at)
    this.#wantedSince = undefined
    this.#everConnected = false
    if (this.#outage === undefined) return
    this.#outage.to = at
    if (this.#outage.from === at) this.#outages.pop()
    this.#downMs += at - this.#outage.from
    this.#outage = undefined
  }

  /** Share of the time since the first connection; `undefined` before it. */
  uptime(now: number): number | undefined {
    const up = this.#upMs + (this.#upSince === undefined ? 0 : now - this.#upSince)
    const down = this.#downMs + (this.#outage === undefined ? 0 : now - this.#outage.from)
    if (up + down > 0) return up / (up + down)
    return this.#upSince === undefined ? undefined : 1
  }

  /** Share of the last hour; the time before the first connection counts as up. */
  recentUptime(now: number): number {
    let down = 0
    for (const { from, to = now } of this.#recent(now)) down += to - Math.max(from, now - RECENT_MS)
    return 1 - down / RECENT_MS
  }

  reconnection(): ReconnectionRecord {
    const ended = this.#attempts - (this.#outage === undefined || this.#outage.attempts === 0 ? 0 : 1)
    return { attempts: this.#attempts, successes: this.#successes, ratio: ratioOf(this.#successes, ended) }
  }

  /** Of the outages of the last hour. */
  recentReconnection(now: number): ReconnectionRecord {
    let attempts = 0
    let ended = 0
    let successes = 0
    for (const outage of this.#recent(now)) {
      attempts += outage.attempts
      ended += outage === this.#outage ? Math.max(0, outage.attempts - 1) : outage.attempts
      if (outage.to !== undefined && outage.attempts > 0) successes += 1
    }
    return { attempts, successes, ratio: ratioOf(successes, ended) }
  }

  #attempt(outage: Outage): void {
    outage.attempts += 1
    this.#attempts += 1
  }

  #recent(now: number): readonly Outage[] {
    return this.#outages.filter(({ to = now }) => to > now - RECENT_MS)
  }
}

const ratioOf = (successes: number, ended: number): number => (ended === 0 ? 1 : successes / ended)
