import { backoffDelay } from '@md/runtime'
import {
  type Clock,
  type ErrorReport,
  type Handle,
  type MarketEvent,
  reportOf,
  requestKey,
  type Subscription,
} from '@md/types'

type Listener = (event: MarketEvent) => void

/** A feed whose subscriptions can be given up before they are answered. */
export interface Feed {
  subscribe(want: Subscription, listener?: Listener): Promise<unknown> & Pick<Handle, 'unsubscribe'>
}

export interface WantKeeperOptions {
  readonly feed: Feed
  /** Of every subscription. */
  readonly listener?: Listener
  readonly clock: Clock
  /** 0 to 1, for jitter. */
  readonly random: () => number
  /** How long something is kept that nobody wants any more, in ms. */
  readonly lingerMs: number
  readonly onSubscribed: (want: Subscription) => void
  /** It was refused, and will be asked for again in `retryInMs`. */
  readonly onRefused: (want: Subscription, report: ErrorReport, retryInMs: number) => void
  readonly onReleased: (want: Subscription) => void
}

interface Kept {
  readonly want: Subscription
  wanted: boolean
  failures: number
  /** Gives up what is held, or the wait for the next attempt. */
  release: () => void
  cancelLinger: () => void
}

const RETRY = { initialDelay: 1_000, maxDelay: 60_000, backoffMultiplier: 2, jitterFactor: 0.5 }

/** Subscribes to what is wanted, and lets go of it a while after nobody wants it any more. */
export class WantKeeper {
  readonly #options: WantKeeperOptions
  readonly #kept = new Map<string, Kept>()
  #stopped = false

  constructor(options: WantKeeperOptions) {
    this.#options = options
  }

  /** What is subscribed to, or asked for, lingering ones included. */
  get wants(): readonly Subscription[] {
    return [...this.#kept.values()].map(({ want }) => want)
  }

  /** Everything that is wanted from now on: the whole of it, every time. */
  follow(wants: readonly Subscription[]): void {
    if (this.#stopped) return
    const wanted = new Map(wants.map((want) => [keyOf(want), want]))
    for (const [key, want] of wanted) this.#want(key, want)
    for (const [key, kept] of this.#kept) if (!wanted.has(key)) this.#unwant(key, kept)
  }

  /** Asks for nothing more. What is held is the feed's to end. */
  stop(): void {
    this.#stopped = true
    for (const { cancelLinger } of this.#kept.values()) cancelLinger()
  }

  #want(key: string, want: Subscription): void {
    const known = this.#kept.get(key)
    if (known !== undefined) {
      known.wanted = true
      known.cancelLinger()
      return
    }
    const kept: Kept = { want, wanted: true, failures: 0, release: () => {}, cancelLinger: () => {} }
    this.#kept.set(key, kept)
    void this.#ask(key, kept)
  }

  #unwant(key: string, kept: Kept): void {
    if (!kept.wanted) return
    kept.wanted = false
    kept.cancelLinger = this.#options.clock.after(this.#options.lingerMs, () => {
      this.#kept.delete(key)
      kept.release()
      this.#options.onReleased(kept.want)
    })
  }

  async #ask(key: string, kept: Kept): Promise<void> {
    const { feed, listener, onSubscribed } = this.#options
    const isKept = (): boolean => this.#kept.get(key) === kept && !this.#stopped
    const pending = feed.subscribe(kept.want, listener)
    kept.release = () => void pending.unsubscribe()
    try {
      await pending
      kept.failures = 0
      if (isKept()) onSubscribed(kept.want)
    } catch (error) {
      if (isKept()) this.#askAgain(key, kept, error)
    }
  }

  #askAgain(key: string, kept: Kept, error: unknown): void {
    const { clock, onRefused, random } = this.#options
    kept.failures += 1
    const delayMs = backoffDelay(kept.failures, RETRY, random)
    kept.release = clock.after(delayMs, () => void this.#ask(key, kept))
    onRefused(kept.want, reportOf(error), delayMs)
  }
}

/** A deeper book is another want: the feed gives the deepest of them. */
const keyOf = (want: Subscription): string =>
  `${want.exchange} ${requestKey(want)}${want.channel === 'orderbook' ? `:${want.depth ?? ''}` : ''}`
