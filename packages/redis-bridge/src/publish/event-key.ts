import type { MarketEvent } from '@md/types'

/** Cheaper than the channel's name: this is asked for every event. */
export function eventKey({ data, type }: MarketEvent): string {
  if (type === 'candle') return `${type} ${data.exchange} ${data.symbol} ${data.interval}`
  return 'symbol' in data ? `${type} ${data.exchange} ${data.symbol}` : data.exchange
}
