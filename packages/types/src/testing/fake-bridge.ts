import type { EventMap, EventType, MarketEvent } from '../event.ts'
import type { BridgeMetrics, EventBridge, EventFilter, EventOrigin } from '../event-bridge.ts'
import type { BookSide, OrderBook } from '../order-book.ts'
import type { Subscription } from '../subscription.ts'

type EventListener = (event: MarketEvent, origin: EventOrigin) => void

/** A book travels without its levels: only `change` does. */
const NO_LEVELS: BookSide = {
  size: 0,
  price: () => Number.NaN,
  amount: () => Number.NaN,
  top: () => [],
  [Symbol.iterator]: () => [][Symbol.iterator](),
}

/** Bridges of several processes, in one: what one publishes the others receive, if they subscribed to it. */
export function fakeBridges(count: number): readonly FakeBridge[] {
  const linked: FakeBridge[] = []
  for (let i = 0; i < count; i++) linked.push(new FakeBridge(`instance-${i}`, linked))
  return linked
}

/** One process's end of a bridge kept in memory. Delivers synchronously; made by `fakeBridges`. */
export class FakeBridge implements EventBridge {
  /** What was published, as it travels. */
  readonly published: MarketEvent[] = []
  /** What was asked of it: `connect`, `subscribe trade {...}`. */
  readonly calls: string[] = []
  /** The last `demand`. */
  wants: readonly Subscription[] = []
  /** Set to let `connect`, `subscribe`, `unsubscribe` and `demand` fail with it. */
  failure: Error | undefined
  #connected = false
  #received = 0
  readonly #instanceId: string
  readonly #linked: readonly FakeBridge[]
  readonly #filters = new Map<string, { readonly type: EventType; readonly filter: EventFilter }>()
  readonly #listeners = new Set<EventListener>()
  readonly #demandListeners = new Set<(wants: readonly Subscription[]) => void>()

  constructor(instanceId: string, linked: readonly FakeBridge[]) {
    this.#instanceId = instanceId
    this.#linked = linked
  }

  async connect(): Promise<void> {
    this.#record('connect')
    this.#connected = true
  }

  async disconnect(): Promise<void> {
    this.calls.push('disconnect')
    this.#connected = false
  }

  isReady(): boolean {
    return this.#connected
  }

  /** The link to the other processes is lost, or back. */
  setConnected(connected: boolean): void {
    this.#connected = connected
  }

  getMetrics(): BridgeMetrics {
    return {
      connected: this.#connected,
      publishedEvents: this.published.length,
      receivedEvents: this.#received,
      errors: 0,
      subscriptions: this.#filters.size,
      activeSubscriptions: [...this.#filters.keys()],
    }
  }

  async publish(event: MarketEvent): Promise<void> {
    const travelling = asItTravels(event)
    this.published.push(travelling)
    for (const bridge of this.#linked) if (bridge !== this) bridge.#receive(travelling, this.#origin())
  }

  async subscribe(type: EventType, filter: EventFilter = {}): Promise<void> {
    this.#record(`subscribe ${type} ${JSON.stringify(filter)}`)
    this.#filters.set(`${type} ${JSON.stringify(filter)}`, { type, filter })
  }

  async unsubscribe(type: EventType, filter: EventFilter = {}): Promise<void> {
    this.#record(`unsubscribe ${type} ${JSON.stringify(filter)}`)
    this.#filters.delete(`${type} ${JSON.stringify(filter)}`)
  }

  subscribeAll(): Promise<void> {
    return Promise.reject(new Error('a FakeBridge has no wildcard'))
  }

  async unsubscribeAll(): Promise<void> {
    this.#filters.clear()
  }

  onEvent(listener: EventListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async demand(wants: readonly Subscription[]): Promise<void> {
    this.#record('demand')
    this.wants = wants
    for (const bridge of this.#linked) {
      if (bridge !== this) for (const listener of bridge.#demandListeners) listener(wants)
    }
  }

  onDemand(listener: (wants: readonly Subscription[]) => void): () => void {
    this.#demandListeners.add(listener)
    return () => this.#demandListeners.delete(listener)
  }

  onLeadership(listener: (leading: boolean) => void): () => void {
    listener(true)
    return () => undefined
  }

  #origin(): EventOrigin {
    return { instanceId: this.#instanceId, epoch: 1, sequence: this.published.length, publishedAt: 1_750_000_000_000 }
  }

  #receive(event: MarketEvent, origin: EventOrigin): void {
    if (!this.#connected || ![...this.#filters.values()].some((wanted) => matches(wanted, event))) return
    this.#received += 1
    for (const listener of this.#listeners) listener(event, origin)
  }

  #record(call: string): void {
    this.calls.push(call)
    if (this.failure !== undefined) throw this.failure
  }
}

function asItTravels(event: MarketEvent): MarketEvent {
  if (event.type !== 'orderbook') return structuredClone(event)
  const { exchange, symbol, timestamp, receivedAt, sequence, snapshots, status, integrity, change } = event.data
  const data: OrderBook = {
    exchange,
    symbol,
    timestamp,
    receivedAt,
    sequence,
    snapshots,
    status,
    integrity,
    change,
    bids: NO_LEVELS,
    asks: NO_LEVELS,
  }
  return { type: 'orderbook', data }
}

function matches(
  { type, filter }: { readonly type: EventType; readonly filter: EventFilter },
  event: MarketEvent,
): boolean {
  const data: EventMap[EventType] & { readonly symbol?: string; readonly interval?: string } = event.data
  return (
    type === event.type &&
    (filter.exchange === undefined || filter.exchange === data.exchange) &&
    (filter.symbol === undefined || filter.symbol === data.symbol) &&
    (filter.interval === undefined || filter.interval === data.interval)
  )
}
