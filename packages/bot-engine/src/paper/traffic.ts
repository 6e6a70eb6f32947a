import { type Clock, type Logger, reportOf, type VenueEvent } from '@md/types'
import { delayOf, Lane, type PaperLatency } from './link.ts'

/** How the answer to one request comes about. */
export interface Exchange<T> {
  readonly kind: 'order' | 'cancel'
  /** At the venue, when the request has arrived. */
  readonly arrive: () => T
  /** What the client is told when it disconnects before the answer. */
  readonly abandoned: () => T
  /** Undefined: nothing goes wrong. */
  readonly lost?: 'request' | 'answer' | undefined
}

export interface TrafficOptions {
  readonly clock: Clock
  readonly latency: PaperLatency
  readonly random: () => number
  readonly logger: Logger
  /** What the venue has to tell since it was asked last. */
  readonly news: () => readonly VenueEvent[]
}

/**
 * Requests to the venue, answers and events back, each way first in, first out. Events come before the answer to the
 * request that caused them. After `close` nothing is told any more, and every open request has been answered.
 */
export class Traffic {
  readonly #options: TrafficOptions
  readonly #outward: Lane
  readonly #homeward: Lane
  readonly #open = new Set<() => void>()
  readonly #untold: VenueEvent[] = []
  #listener: ((event: VenueEvent) => void) | undefined
  #isTelling = false

  constructor(options: TrafficOptions) {
    this.#options = options
    this.#outward = new Lane(options.clock)
    this.#homeward = new Lane(options.clock)
  }

  get isOpen(): boolean {
    return this.#listener !== undefined
  }

  open(listener: (event: VenueEvent) => void): void {
    this.#listener = listener
  }

  close(): void {
    this.#listener = undefined
    this.#untold.length = 0
    this.#outward.cut()
    this.#homeward.cut()
    for (const abandon of [...this.#open]) abandon()
  }

  request<T>({ kind, arrive, abandoned, lost }: Exchange<T>): Promise<T> {
    return new Promise((resolve) => {
      const answer = (value: T): void => {
        this.#open.delete(abandon)
        resolve(value)
      }
      const abandon = (): void => answer(abandoned())
      this.#open.add(abandon)
      this.#outward.send(this.#delay(kind), () => {
        const value = lost === 'request' ? undefined : { of: arrive() }
        this.#sendHome(kind, () => answer(value === undefined || lost === 'answer' ? abandoned() : value.of))
      })
    })
  }

  /** Sends what the market did to the account. */
  report(): void {
    this.#sendHome('order', () => undefined)
  }

  tell(events: readonly VenueEvent[]): void {
    this.#untold.push(...events)
    if (this.#isTelling) return
    this.#isTelling = true
    for (let event = this.#untold.shift(); event; event = this.#untold.shift()) this.#tellOne(event)
    this.#isTelling = false
  }

  #sendHome(kind: 'order' | 'cancel', then: () => void): void {
    const news = this.#options.news()
    this.#homeward.send(this.#delay(kind), () => {
      this.tell(news)
      then()
    })
  }

  /** A listener that fails is its owner's trouble, not the venue's. */
  #tellOne(event: VenueEvent): void {
    try {
      this.#listener?.(event)
    } catch (error) {
      this.#options.logger.error({ event: event.type, ...reportOf(error) }, 'a listener of the paper venue failed')
    }
  }

  #delay(kind: 'order' | 'cancel'): number {
    const { latency, random } = this.#options
    return delayOf(kind === 'order' ? latency.orderMs : latency.cancelMs, latency.jitterMs, random)
  }
}
