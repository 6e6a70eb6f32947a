import { MaintainedBook } from '@md/order-book'
import type { AdapterFactory, ConnectionConfig, ExchangeId, Level, Logger, MarketEvent } from '@md/types'
import { FakeAdapter, type FakeAdapterOptions, ManualClock } from '@md/types/testing'
import { type ManagerOptions, MarketDataWebSocketManager } from '../src/index.ts'

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly fields: object
  readonly message: string
}

export interface ManagerKit {
  readonly manager: MarketDataWebSocketManager
  readonly clock: ManualClock
  readonly logs: readonly LogLine[]
  /** The adapter made last for an exchange. */
  adapter(exchange?: ExchangeId): FakeAdapter
  /** How many adapters were made for an exchange. */
  made(exchange?: ExchangeId): number
}

export interface ManagerKitOptions extends Omit<ManagerOptions, 'adapters'> {
  readonly exchanges?: readonly ExchangeId[]
  readonly fake?: FakeAdapterOptions
}

/** A manager on fake exchanges (by default binance alone) and a clock that is moved by hand. */
export function aManager({ exchanges = ['binance'], fake = {}, ...options }: ManagerKitOptions = {}): ManagerKit {
  const clock = new ManualClock()
  const logs: LogLine[] = []
  const adapters = new Map<ExchangeId, FakeAdapter[]>()
  const factoryOf =
    (exchange: ExchangeId): AdapterFactory =>
    (config: ConnectionConfig) => {
      const adapter = new FakeAdapter(exchange, { clock, config, ...fake })
      adapters.set(exchange, [...(adapters.get(exchange) ?? []), adapter])
      return adapter
    }
  return {
    manager: new MarketDataWebSocketManager({
      adapters: Object.fromEntries(exchanges.map((exchange) => [exchange, factoryOf(exchange)])),
      clock,
      logger: loggerInto(logs),
      ...options,
    }),
    clock,
    logs,
    adapter(exchange = 'binance') {
      const adapter = adapters.get(exchange)?.at(-1)
      if (adapter === undefined) throw new Error(`no adapter was made for ${exchange}`)
      return adapter
    },
    made: (exchange = 'binance') => adapters.get(exchange)?.length ?? 0,
  }
}

function loggerInto(logs: LogLine[]): Logger {
  const line = (level: LogLine['level']) => (fields: object, message: string) => {
    logs.push({ level, fields, message })
  }
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
}

/** Lets everything that waits only for promises happen. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export const TICKER = { exchange: 'binance', channel: 'ticker', symbol: 'BTC/USDT' } as const
export const TRADES = { exchange: 'binance', channel: 'trades', symbol: 'BTC/USDT' } as const
export const BOOK = { exchange: 'binance', channel: 'orderbook', symbol: 'BTC/USDT' } as const
export const CANDLES = { exchange: 'binance', channel: 'candles', symbol: 'BTC/USDT', interval: '1m' } as const

/** A listener that remembers. */
export function aRecorder(): { readonly events: MarketEvent[]; readonly listen: (event: MarketEvent) => void } {
  const events: MarketEvent[] = []
  return {
    events,
    listen: (event) => {
      events.push(event)
    },
  }
}

export interface TestBook {
  readonly view: MaintainedBook
  snapshot(bids: readonly Level[], asks: readonly Level[]): MaintainedBook
  update(bids: readonly Level[], asks?: readonly Level[]): MaintainedBook
}

/** A source's book, live from its first snapshot. */
export function aBook(exchange: ExchangeId = 'binance', symbol = 'BTC/USDT'): TestBook {
  const view = new MaintainedBook({ exchange, symbol, integrity: 'sequence' })
  const stamp = { timestamp: 1_750_000_000_000, receivedAt: 1_750_000_000_000 }
  return {
    view,
    snapshot(bids, asks) {
      view.snapshot({ bids, asks }, stamp)
      view.status = 'live'
      return view
    },
    update(bids, asks = []) {
      view.update({ bids, asks }, stamp)
      return view
    },
  }
}
