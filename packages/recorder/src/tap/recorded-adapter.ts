import type {
  AdapterMetrics,
  Candle,
  ChannelRequest,
  ConnectionState,
  EventMap,
  ExchangeId,
  IExchangeAdapter,
  Instrument,
  Interval,
  Market,
  OrderBook,
} from '@md/types'
import type { Call } from '../entry.ts'

/** An adapter that tells what it is asked for, so that a replay asks for the same at the same moments. */
export class RecordedAdapter implements IExchangeAdapter {
  readonly #adapter: IExchangeAdapter
  readonly #tell: (call: Call) => void
  readonly instruments?: (exchange: ExchangeId) => Promise<readonly Instrument[]>
  readonly candles?: (of: Market, interval: Interval, from: number, to: number) => Promise<readonly Candle[]>

  constructor(adapter: IExchangeAdapter, tell: (call: Call) => void) {
    this.#adapter = adapter
    this.#tell = tell
    if (adapter.instruments) this.instruments = adapter.instruments.bind(adapter)
    if (adapter.candles) this.candles = adapter.candles.bind(adapter)
  }

  get exchange(): ExchangeId {
    return this.#adapter.exchange
  }

  get state(): ConnectionState {
    return this.#adapter.state
  }

  connect(): Promise<void> {
    this.#tell({ method: 'connect' })
    return this.#adapter.connect()
  }

  disconnect(): Promise<void> {
    this.#tell({ method: 'disconnect' })
    return this.#adapter.disconnect()
  }

  subscribe(request: ChannelRequest): Promise<void> {
    this.#tell({ method: 'subscribe', request })
    return this.#adapter.subscribe(request)
  }

  unsubscribe(request: ChannelRequest): Promise<void> {
    this.#tell({ method: 'unsubscribe', request })
    return this.#adapter.unsubscribe(request)
  }

  on<T extends keyof EventMap>(type: T, listener: (data: EventMap[T]) => void): () => void {
    return this.#adapter.on(type, listener)
  }

  orderBook(symbol: string): OrderBook | undefined {
    return this.#adapter.orderBook(symbol)
  }

  getMetrics(): AdapterMetrics {
    return this.#adapter.getMetrics()
  }
}
