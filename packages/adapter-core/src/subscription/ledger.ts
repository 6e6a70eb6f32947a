import { requestKey } from '@md/types'
import type { Refused } from '../inbound.ts'
import type { ExchangeProtocol, WireRequest } from '../protocol.ts'
import { longestRetryDelay, RETRIES } from '../retry.ts'
import { Leaving } from './leaving.ts'

type EntryState = 'unsent' | 'sent' | 'active'

interface Entry {
  request: WireRequest
  state: EntryState
  sentAt: number
  /** The frame it was asked for in: answers to earlier ones are not about it any more. */
  frame: number
  /** Sent in a frame of its own, because a refusal of its batch did not say whom it meant. */
  alone: boolean
  /** How often in a row the exchange was too busy for it. */
  busy: number
  /** One that was given up may still be sent: data may be of that one, and proves nothing. */
  readonly renewed: boolean
}

export interface Refusal {
  readonly key: string
  readonly reason: string
}

/**
 * What has been asked of the exchange on one socket, and what it answered. No I/O: `next()` says what to send,
 * the other methods take in what arrived. Venues acknowledge by request id, by subscription or with their whole state.
 */
export class Ledger {
  readonly #protocol: ExchangeProtocol
  readonly #entries = new Map<string, Entry>()
  readonly #leaving: Leaving
  #lastId = 0
  #waitingCount = 0

  constructor(protocol: ExchangeProtocol) {
    this.#protocol = protocol
    this.#leaving = new Leaving(protocol)
  }

  get size(): number {
    return this.#entries.size
  }

  get settled(): boolean {
    for (const { state } of this.#entries.values()) if (state !== 'active') return false
    return true
  }

  /** How many have been asked for and not been answered. */
  get waiting(): number {
    return this.#waitingCount
  }

  has(key: string): boolean {
    return this.#entries.has(key)
  }

  isActive(key: string): boolean {
    return this.#entries.get(key)?.state === 'active'
  }

  want(request: WireRequest): void {
    const key = requestKey(request)
    const renewed = this.#leaving.lingers(request)
    this.#delete(key, this.#entries.get(key))
    this.#entries.set(key, { request, state: 'unsent', sentAt: 0, frame: 0, alone: false, busy: 0, renewed })
  }

  drop(key: string): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#delete(key, entry)
    if (entry.state !== 'unsent') this.#leaving.add(entry.request)
  }

  /** Gives a subscription up and asks for it again, perhaps with other particulars: it starts afresh. */
  renew(request: WireRequest): void {
    this.drop(requestKey(request))
    this.want(request)
  }

  /** The next frame to send, if any: what is given up goes first, so that it can be asked for again. */
  next(now: number): string | undefined {
    if (this.#oneAloneWaits()) return undefined
    const leaving = this.#batch(this.#leaving.due(now))
    if (leaving.length > 0) return this.#leave(leaving, now)

    const unsent = [...this.#entries.values()].filter((entry) => this.#isDue(entry, now))
    const single = unsent.find(({ alone }) => alone)
    const batch = single ? [single.request] : this.#batch(unsent.map(({ request }) => request))
    return batch.length === 0 ? undefined : this.#ask(batch, now)
  }

  /** Returns the keys that became active. */
  accept(requestId: number | undefined, keys: readonly string[] | undefined): string[] {
    if (requestId === undefined) return this.#activate(keys ?? [])
    this.#leaving.answered(requestId)
    const asked = this.#waiting(requestId)
    return this.#activate(keys === undefined ? asked : asked.filter((key) => keys.includes(key)))
  }

  /** The venue's whole state: returns the keys that became active. */
  state(keys: readonly string[]): string[] {
    this.#leaving.answered(undefined)
    return this.#activate(keys)
  }

  /** Data is as good as an acknowledgement. Returns whether it was the first. */
  confirm(key: string): boolean {
    return this.#entries.get(key)?.renewed === false && this.#activate([key]).length > 0
  }

  /** Who is refused. When that cannot be told, everybody in question is asked for once more, one by one. */
  refuse({ requestId, keys, symbol, reason, transient }: Refused): Refusal[] {
    const asked = this.#waiting(requestId)
    if (transient) {
      this.#leaveAgain(requestId)
      return this.#tooBusyFor(asked).map((key) => ({ key, reason }))
    }
    const meant = asked.filter((key) => keys?.includes(key) || this.#isFor(key, symbol))
    // About a symbol that is in none of our requests: a greeting names one, too.
    if (requestId === undefined && symbol !== undefined && meant.length === 0) return []
    const named = keys !== undefined || symbol !== undefined
    const refused = meant.length === 0 && this.#onlyOneInQuestion(asked, named) ? asked : meant
    for (const key of refused) this.#delete(key, this.#entries.get(key))
    // One bad member fails the whole message; the others were innocent.
    const whole = !this.#protocol.answersSingly || !named
    const innocent = whole ? asked.filter((key) => !refused.includes(key)) : []
    this.#askAgain(innocent, refused.length === 0)
    return refused.map((key) => ({ key, reason }))
  }

  /** Keys that were asked for before `deadline` and have had no answer. */
  overdue(deadline: number): string[] {
    const late: string[] = []
    for (const [key, { state, sentAt }] of this.#entries) if (state === 'sent' && sentAt < deadline) late.push(key)
    return late
  }

  #batch(candidates: readonly WireRequest[]): WireRequest[] {
    const first = candidates[0]
    if (first === undefined) return []
    const batch = this.#protocol.batchOf(first)
    return candidates
      .filter((request) => this.#protocol.batchOf(request) === batch)
      .slice(0, this.#protocol.limits.subscriptionsPerFrame)
  }

  #isDue({ request, state, sentAt, busy }: Entry, now: number): boolean {
    const early = busy > 0 && now < sentAt + longestRetryDelay(busy)
    return state === 'unsent' && !early && !this.#leaving.blocks(request)
  }

  #leave(batch: readonly WireRequest[], now: number): string {
    const frame = this.#nextId()
    this.#leaving.sent(batch, frame, now)
    return this.#protocol.unsubscribe(batch, frame)
  }

  /** What was asked for in the belief that its place was free has to be asked for again. */
  #leaveAgain(frame: number | undefined): void {
    this.#leaving.again(frame)
    for (const entry of this.#entries.values()) if (this.#leaving.blocks(entry.request)) this.#become(entry, 'unsent')
  }

  /** A few times it is asked for again, ever later. Returns the keys for which that is over. */
  #tooBusyFor(keys: readonly string[]): string[] {
    const over = keys.filter((key) => this.#entries.get(key)?.busy === RETRIES)
    for (const key of over) this.#delete(key, this.#entries.get(key))
    this.#askAgain(keys, false, 1)
    return over
  }

  #ask(batch: readonly WireRequest[], now: number): string {
    const frame = this.#nextId()
    for (const request of batch) {
      const entry = this.#entries.get(requestKey(request))
      if (entry === undefined) continue
      this.#become(entry, 'sent')
      entry.sentAt = now
      entry.frame = frame
    }
    return this.#protocol.subscribe(batch, frame)
  }

  #nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  /** A refusal that says nothing must leave no doubt whom it means: until the answer, nothing else is sent. */
  #oneAloneWaits(): boolean {
    for (const { alone, state } of this.#entries.values()) if (alone && state === 'sent') return true
    return false
  }

  #activate(keys: readonly string[]): string[] {
    return keys.filter((key) => {
      const entry = this.#entries.get(key)
      if (entry?.state !== 'sent') return false
      this.#become(entry, 'active')
      entry.busy = 0
      return true
    })
  }

  /** What has been asked for, in one frame or in any, and not been answered. */
  #waiting(frame: number | undefined): string[] {
    const keys: string[] = []
    for (const [key, entry] of this.#entries) {
      if (entry.state === 'sent' && (frame === undefined || entry.frame === frame)) keys.push(key)
    }
    return keys
  }

  /** Who is named and not among those asked for has been given up since: then even one that is left may be innocent. */
  #onlyOneInQuestion([key = '', ...others]: readonly string[], named: boolean): boolean {
    return others.length === 0 && (!named || this.#entries.get(key)?.alone === true)
  }

  #isFor(key: string, symbol: string | undefined): boolean {
    const request = this.#entries.get(key)?.request
    return symbol !== undefined && (request?.symbol === symbol || request?.venueSymbol === symbol)
  }

  #askAgain(keys: readonly string[], alone: boolean, busier = 0): void {
    for (const key of keys) {
      const entry = this.#entries.get(key)
      if (entry === undefined) continue
      this.#become(entry, 'unsent')
      entry.alone = alone
      entry.busy += busier
    }
  }

  #become(entry: Entry, state: EntryState): void {
    if (entry.state === 'sent') this.#waitingCount -= 1
    if (state === 'sent') this.#waitingCount += 1
    entry.state = state
  }

  #delete(key: string, entry: Entry | undefined): void {
    if (entry?.state === 'sent') this.#waitingCount -= 1
    this.#entries.delete(key)
  }
}
