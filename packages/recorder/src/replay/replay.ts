import { systemClock } from '@md/runtime'
import {
  type Clock,
  EVENT_TYPES,
  type EventMap,
  type ExchangeId,
  type Handle,
  type IExchangeAdapter,
  InvalidInputError,
  type MarketEvent,
  type MarketFeed,
  type OrderBook,
  requestKey,
  type Subscription,
} from '@md/types'
import type { Entry } from '../entry.ts'
import type { Manifest } from '../storage/manifest.ts'
import { openRecording, type Recording } from '../storage/read-recording.ts'
import type { MakeAdapter } from '../tap/recorded.ts'
import { EntryCursor } from './entry-cursor.ts'
import { Player } from './player.ts'
import { ReplayClock } from './replay-clock.ts'
import { ReplayRest } from './replay-rest.ts'
import { ReplaySockets } from './replay-sockets.ts'
import { concerns } from './wanted.ts'

export interface PlayOptions {
  /** 1: as it was. N: so many times faster. `'max'` (default): as fast as this machine can. */
  readonly speed?: number | 'max'
  /** Ends the replay where it is. */
  readonly signal?: AbortSignal
  /** Real time, to keep the pace by. */
  readonly clock?: Clock
}

export interface PlaySummary {
  /** It was not stopped before the end. */
  readonly complete: boolean
  readonly entries: number
  /** Lines of the recording that cannot be read. */
  readonly unreadable: number
  /** Files of the recording of which the end is missing: what they hold up to there was played. */
  readonly cutOff: readonly string[]
  /** Frames that came over sockets which the adapter did not open this time. */
  readonly unheard: number
}

/**
 * What the adapter makes of a recording, as a feed. It is asked for what it was asked for then, at the same moments;
 * `subscribe` listens to that, and asks for nothing.
 */
export class Replay implements MarketFeed {
  readonly manifest: Manifest
  readonly #recording: Recording
  readonly #adapter: IExchangeAdapter
  readonly #player: Player
  readonly #sockets: ReplaySockets
  readonly #cursor: EntryCursor

  constructor(recording: Recording, cursor: EntryCursor, first: Entry, make: MakeAdapter) {
    this.manifest = recording.manifest
    this.#recording = recording
    this.#cursor = cursor
    const clock = new ReplayClock(first)
    const rest = new ReplayRest()
    const sockets = new ReplaySockets((ms, task) => this.#player.after(ms, task))
    this.#sockets = sockets
    this.#adapter = make({
      ...recording.manifest.options,
      clock,
      // Nothing depends on chance twice: without a recorded number, the middle.
      random: () => cursor.random() ?? MIDDLE,
      fetch: rest.fetch,
      openSocket: sockets.open,
    })
    this.#player = new Player({ cursor, clock, sockets, rest, adapter: this.#adapter })
  }

  on<T extends keyof EventMap>(type: T, listener: (data: EventMap[T]) => void): () => void {
    return this.#adapter.on(type, listener)
  }

  /** @throws InvalidInputError for what the recording does not hold */
  async subscribe(want: Subscription, listener: (event: MarketEvent) => void = () => undefined): Promise<Handle> {
    this.#check(want)
    const removals = EVENT_TYPES.map((type) =>
      this.#adapter.on(type, (data) => {
        const event = { type, data } as MarketEvent
        if (concerns(want, event)) listener(event)
      }),
    )
    const release = async (): Promise<void> => {
      for (const remove of removals) remove()
    }
    return { unsubscribe: release, [Symbol.asyncDispose]: release }
  }

  orderBook(exchange: ExchangeId, symbol: string): OrderBook | undefined {
    return exchange === this.manifest.exchange ? this.#adapter.orderBook(symbol) : undefined
  }

  /** Plays it once, from the beginning to the end. Books stay readable until `close()`. */
  async play({ speed = 'max', signal, clock = systemClock }: PlayOptions = {}): Promise<PlaySummary> {
    if (speed !== 'max' && !(Number.isFinite(speed) && speed > 0)) {
      throw new InvalidInputError('speed', speed, "a number above 0, or 'max'")
    }
    const complete = await this.#player.play({ speed, signal, clock })
    const { cutOff, unreadable } = this.#recording.counts
    return { complete, entries: this.#player.entries, unreadable, cutOff, unheard: this.#sockets.unheard }
  }

  /** The adapter is disconnected, which it tells like any other disconnection. */
  async close(): Promise<void> {
    await this.#cursor.close()
    const disconnected = this.#adapter.disconnect()
    this.#sockets.endAll()
    await disconnected
  }

  #check(want: Subscription): void {
    const { exchange, subscriptions } = this.manifest
    const held = subscriptions.map(requestKey)
    if (want.exchange === exchange && held.includes(requestKey(want))) return
    const name = `${want.exchange} ${requestKey(want)}`
    throw new InvalidInputError('subscription', name, `the recording is of ${exchange}: ${held.join(', ')}`)
  }
}

const MIDDLE = 0.5

/**
 * Opens a recording to be played through the adapter that `make` makes, with the options it is given.
 * @throws InvalidInputError for a folder that holds no recording
 */
export async function openReplay(folder: string, make: MakeAdapter): Promise<Replay> {
  const recording = openRecording(folder)
  const cursor = new EntryCursor(recording.segments())
  const first = await cursor.ready()
  if (first === undefined) throw new InvalidInputError('recording', folder, 'one in which something happens')
  return new Replay(recording, cursor, first, make)
}
