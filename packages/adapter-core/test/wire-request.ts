import type { WireRequest } from '@md/adapter-core'
import type { FakeRequest } from '@md/adapter-core/testing'

export const trades = (symbol: string): WireRequest => ({
  channel: 'trades',
  symbol,
  venueSymbol: symbol.replace('/', ''),
})

export const orderbook = (symbol: string, depth?: number): WireRequest => ({
  channel: 'orderbook',
  symbol,
  venueSymbol: symbol.replace('/', ''),
  ...(depth === undefined ? {} : { depth }),
})

/** What a frame of a `fakeProtocol` asks for. */
export const requestOf = (text: string): FakeRequest => JSON.parse(text)
