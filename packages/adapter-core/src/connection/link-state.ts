import { type ConnectionChange, ConnectionState, type ExchangeId } from '@md/types'
import type { ShardStatus } from './shard.ts'

export interface LinkEvents {
  connected(change: ConnectionChange): void
  disconnected(change: ConnectionChange): void
  reconnecting(change: ConnectionChange): void
}

/** The state of an adapter, from the states of its sockets: connected is when all of them are. */
export class LinkState {
  readonly #exchange: ExchangeId
  readonly #now: () => number
  readonly #events: LinkEvents
  #state: ConnectionState = ConnectionState.DISCONNECTED

  constructor(exchange: ExchangeId, now: () => number, events: LinkEvents) {
    this.#exchange = exchange
    this.#now = now
    this.#events = events
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** One socket changed; `all` are the statuses of every one. */
  update(status: ShardStatus, all: readonly ShardStatus[]): void {
    const next = overall(all, this.#state)
    if (status.state === ConnectionState.RECONNECTING) this.#reconnecting(status)
    else if (next !== this.#state) this.become(next, status.reason)
  }

  /** A change that no socket made. */
  become(state: ConnectionState, reason: string): void {
    const previous = this.#state
    if (state === previous) return
    this.#state = state
    const change = { exchange: this.#exchange, state, previous, reason, at: this.#now() }
    if (state === ConnectionState.CONNECTED) this.#events.connected(change)
    else if (ENDS.has(state) && previous !== ConnectionState.DISCONNECTED) this.#events.disconnected(change)
  }

  #reconnecting({ reason, attempt, delayMs }: ShardStatus): void {
    const previous = this.#state
    const change = { exchange: this.#exchange, state: ConnectionState.RECONNECTING, previous, reason, at: this.#now() }
    this.#state = ConnectionState.RECONNECTING
    if (previous === ConnectionState.CONNECTED) this.#events.disconnected(change)
    this.#events.reconnecting({
      ...change,
      ...(attempt === undefined ? {} : { attempt }),
      ...(delayMs === undefined ? {} : { delayMs }),
    })
  }
}

const ENDS: ReadonlySet<ConnectionState> = new Set([ConnectionState.DISCONNECTED, ConnectionState.TERMINATED])

function overall(all: readonly ShardStatus[], current: ConnectionState): ConnectionState {
  const has = (state: ConnectionState) => all.some((status) => status.state === state)
  if (has(ConnectionState.TERMINATED)) return ConnectionState.TERMINATED
  if (has(ConnectionState.RECONNECTING)) return ConnectionState.RECONNECTING
  if (all.length > 0 && all.every(({ state }) => state === ConnectionState.CONNECTED)) return ConnectionState.CONNECTED
  // One more socket being opened beside those that work is not news.
  return ENDS.has(current) ? ConnectionState.CONNECTING : current
}
