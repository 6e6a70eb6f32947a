import { type Deferred, deferred } from '@md/runtime'
import {
  type AdapterFactory,
  type ConnectionConfig,
  ConnectionState,
  EVENT_TYPES,
  type ExchangeId,
  type IExchangeAdapter,
  InvalidInputError,
  type MarketEvent,
} from '@md/types'

const OVER: readonly ConnectionState[] = [ConnectionState.DISCONNECTED, ConnectionState.TERMINATED]

/** One adapter, from its making to the end of its `disconnect`. */
export class Session {
  readonly adapter: IExchangeAdapter
  /** Keys the adapter has been asked for. */
  readonly asked = new Set<string>()
  /** Rejected when the session ends. */
  readonly ended: Deferred<never> = deferred()
  connecting: Promise<void> | undefined
  /** Whether `connecting` has not settled yet. */
  pending = false
  readonly #removals: readonly (() => void)[]

  constructor(adapter: IExchangeAdapter, onEvent: (event: MarketEvent) => void) {
    this.adapter = adapter
    this.ended.promise.catch(() => undefined)
    this.#removals = EVENT_TYPES.map((type) => adapter.on(type, (data) => onEvent({ type, data } as MarketEvent)))
  }

  /** Whether the adapter has to be asked to connect, again or for the first time. */
  get idle(): boolean {
    return !this.pending && (this.connecting === undefined || OVER.includes(this.adapter.state))
  }

  /** Whether it uses a connection, or is about to. */
  get live(): boolean {
    return this.pending || !OVER.includes(this.adapter.state)
  }

  /** Hears nothing more of the adapter. */
  mute(): void {
    for (const remove of this.#removals) remove()
  }
}

/** @throws InvalidInputError when the factory makes another exchange's adapter */
export function openSession(
  exchange: ExchangeId,
  factory: AdapterFactory,
  config: ConnectionConfig,
  onEvent: (event: MarketEvent) => void,
): Session {
  const adapter = factory(config)
  if (adapter?.exchange === exchange) return new Session(adapter, onEvent)
  throw new InvalidInputError(
    `adapter registered for ${exchange}`,
    adapter?.exchange,
    `its exchange has to be ${exchange}`,
  )
}
