import type { EventBridge, EventFilter, EventType, Subscription } from '@md/types'
import { TYPE_OF_CHANNEL } from '../routing/topic.ts'

interface Wanted {
  readonly type: EventType
  readonly filter: EventFilter
}

interface Held {
  users: number
  readonly answered: Promise<void>
}

const CONTROL = ['exchange:connected', 'exchange:disconnected', 'exchange:reconnecting', 'exchange:error'] as const

/** What a subscription takes from a bridge: its events, its market's gaps, its exchange's connection. */
function wantedBy(want: Subscription): readonly Wanted[] {
  const { exchange, symbol } = want
  const ofMarket = want.channel === 'candles' ? { exchange, symbol, interval: want.interval } : { exchange, symbol }
  return [
    { type: TYPE_OF_CHANNEL[want.channel], filter: ofMarket },
    { type: 'gap', filter: { exchange, symbol } },
    ...CONTROL.map((type) => ({ type, filter: { exchange } })),
  ]
}

/** Subscriptions at the bridge, each asked for once however many need it. */
export class BridgeFilters {
  readonly #bridge: EventBridge
  readonly #onFailure: (error: unknown) => void
  readonly #held = new Map<string, Held>()

  constructor(bridge: EventBridge, onFailure: (error: unknown) => void) {
    this.#bridge = bridge
    this.#onFailure = onFailure
  }

  /** Resolves when the bridge has accepted all of it. Holds it even if it rejects: `release` follows. */
  async hold(want: Subscription): Promise<void> {
    await Promise.all(wantedBy(want).map((wanted) => this.#hold(wanted)))
  }

  release(want: Subscription): void {
    for (const wanted of wantedBy(want)) this.#release(wanted)
  }

  #hold({ filter, type }: Wanted): Promise<void> {
    const key = keyOf({ filter, type })
    const held = this.#held.get(key) ?? { users: 0, answered: this.#bridge.subscribe(type, filter) }
    held.users += 1
    this.#held.set(key, held)
    return held.answered
  }

  #release({ filter, type }: Wanted): void {
    const key = keyOf({ filter, type })
    const held = this.#held.get(key)
    if (held === undefined) return
    held.users -= 1
    if (held.users > 0) return
    this.#held.delete(key)
    this.#bridge.unsubscribe(type, filter).catch(this.#onFailure)
  }
}

const keyOf = ({ filter: { exchange, interval, symbol }, type }: Wanted) =>
  `${type} ${exchange ?? '*'} ${symbol ?? '*'} ${interval ?? '*'}`
