import type { Connection } from './server/connection.ts'

export const DATA_CHANNELS = ['ticker', 'trades', 'orderbook', 'candles'] as const
export type DataChannel = (typeof DATA_CHANNELS)[number]

/** One text and everybody who gets it. */
export interface Form {
  readonly text: string
  readonly to: ReadonlySet<Connection>
}

/** One market-data message. Binance wraps it for some clients, Kraken cuts a book to several depths: hence forms. */
export interface DataFrame {
  readonly symbol: string
  readonly channel: DataChannel
  readonly kind: 'snapshot' | 'update'
  readonly forms: readonly Form[]
}
