import { type Deferred, deferred } from '@md/runtime'
import type { Clock, MdError, Subscription } from '@md/types'
import { AbandonedError } from './errors.ts'
import type { Source } from './source.ts'

export interface SharedSubscriptionOptions {
  /** Without a depth: the holders have that. */
  readonly want: Subscription
  readonly name: string
  readonly source: Source
  readonly clock: Clock
  readonly lingerMs: number
  /** Nothing is left of it, upstream or here. */
  readonly onEnded: () => void
  readonly onUnsubscribeFailed: (error: unknown) => void
}

/** One holder's share. `ready` settles with the exchange's answer. */
export interface Lease {
  readonly ready: Promise<void>
  /** Gives the share up; `ready`, if pending, is rejected. Twice is harmless. */
  release(): void
}

interface Holder {
  readonly depth: number | undefined
  readonly answer: Deferred<void>
  /** Called once, when the share is released, refused or ended. */
  readonly onOver: () => void
  waiting: boolean
}

/**
 * One upstream subscription, however many hold it. Asks when the first holder comes, gives up `lingerMs` after the last
 * has gone, and never has two requests under way: who comes while it is being given up waits for that to end.
 * An ask may stay pending as long as an outage lasts; giving up does not wait for it.
 */
export class SharedSubscription {
  readonly #options: SharedSubscriptionOptions
  readonly #holders = new Set<Holder>()
  /** What the source has acknowledged: its default depth, and the deepest that was named. */
  #fed: { readonly byDefault: boolean; readonly depth: number } | undefined
  #asking: AbortController | undefined
  #givingUp = false
  #cancelLinger: (() => void) | undefined
  #ended = false

  constructor(options: SharedSubscriptionOptions) {
    this.#options = options
  }

  get holders(): number {
    return this.#holders.size
  }

  get pending(): boolean {
    return this.#holders.size > 0 && this.#fed === undefined
  }

  take(depth: number | undefined, onOver: () => void): Lease {
    const holder: Holder = { depth, answer: deferred(), onOver, waiting: true }
    this.#holders.add(holder)
    this.#stopLinger()
    if (this.#satisfies(holder)) this.#admit(holder)
    else this.#proceed()
    return { ready: holder.answer.promise, release: () => this.#release(holder) }
  }

  /** The source is going away: asks nothing more of it and refuses those who wait. `finish` ends the others. */
  abandon(reason: string): void {
    this.#ended = true
    this.#stopLinger()
    this.#asking?.abort()
    this.#refuseWaiting(this.#abandoned(reason))
  }

  finish(): void {
    for (const holder of [...this.#holders]) this.#drop(holder)
    this.#options.onEnded()
  }

  #proceed(): void {
    if (this.#ended || this.#asking !== undefined || this.#givingUp) return
    const ask = this.#nextAsk()
    if (ask !== undefined) void this.#ask(ask.depth)
  }

  async #ask(depth: number | undefined): Promise<void> {
    const { source, want } = this.#options
    const asking = new AbortController()
    this.#asking = asking
    try {
      await source.subscribe(atDepth(want, depth), asking.signal)
      if (!asking.signal.aborted) this.#answered(depth)
    } catch (error) {
      if (!asking.signal.aborted) this.#refused(error as Error)
    }
  }

  #answered(depth: number | undefined): void {
    const { byDefault = false, depth: before = 0 } = this.#fed ?? {}
    this.#asking = undefined
    this.#fed = { byDefault: byDefault || depth === undefined, depth: depth ?? before }
    for (const holder of this.#holders) if (holder.waiting && this.#satisfies(holder)) this.#admit(holder)
    this.#proceed()
  }

  #refused(error: Error): void {
    this.#asking = undefined
    this.#refuseWaiting(error)
    if (this.#holders.size > 0) this.#proceed()
    else if (this.#fed === undefined) this.#end()
    else this.#linger()
  }

  async #giveUp(): Promise<void> {
    const { onUnsubscribeFailed, source, want } = this.#options
    this.#asking?.abort()
    this.#asking = undefined
    this.#fed = undefined
    this.#givingUp = true
    try {
      await source.unsubscribe(want)
    } catch (error) {
      onUnsubscribeFailed(error)
    }
    this.#givingUp = false
    if (this.#holders.size > 0) this.#proceed()
    else this.#end()
  }

  #release(holder: Holder): void {
    if (!this.#holders.has(holder)) return
    const wasWaiting = holder.waiting
    this.#drop(holder)
    if (wasWaiting) holder.answer.reject(this.#abandoned('it was released'))
    if (!this.#ended) this.#linger()
  }

  /** Nobody holds it: it is given up later, or at once if nothing has been acknowledged that could be kept. */
  #linger(): void {
    if (this.#holders.size > 0 || this.#givingUp) return
    const { clock, lingerMs } = this.#options
    if (this.#fed === undefined || lingerMs === 0) void this.#giveUp()
    else
      this.#cancelLinger ??= clock.after(lingerMs, () => {
        this.#cancelLinger = undefined
        void this.#giveUp()
      })
  }

  #stopLinger(): void {
    this.#cancelLinger?.()
    this.#cancelLinger = undefined
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#options.onEnded()
  }

  #satisfies({ depth }: Holder): boolean {
    if (this.#fed === undefined || this.#givingUp) return false
    return depth === undefined ? this.#fed.byDefault : depth <= this.#fed.depth
  }

  /** The deepest that is waited for; where a depth is named and the default is wanted too, one after the other. */
  #nextAsk(): { readonly depth: number | undefined } | undefined {
    let ask: { depth: number | undefined } | undefined
    for (const { depth, waiting } of this.#holders) {
      if (!waiting) continue
      ask ??= { depth }
      if ((depth ?? 0) > (ask.depth ?? 0)) ask.depth = depth
    }
    return ask
  }

  #admit(holder: Holder): void {
    holder.waiting = false
    holder.answer.resolve()
  }

  #refuseWaiting(error: Error): void {
    for (const holder of [...this.#holders]) {
      if (!holder.waiting) continue
      this.#drop(holder)
      holder.answer.reject(error)
    }
  }

  #drop(holder: Holder): void {
    holder.waiting = false
    this.#holders.delete(holder)
    holder.onOver()
  }

  #abandoned(reason: string): MdError {
    return new AbandonedError(this.#options.want.exchange, this.#options.name, reason)
  }
}

const atDepth = (want: Subscription, depth: number | undefined): Subscription =>
  want.channel === 'orderbook' && depth !== undefined ? { ...want, depth } : want
