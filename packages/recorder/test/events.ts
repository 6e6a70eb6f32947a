import { EVENT_TYPES, type EventMap, type MarketEvent } from '@md/types'

/** What of an event stays true after its listener has returned: a book is a live view. */
function kept({ type, data }: MarketEvent): unknown {
  if (type !== 'orderbook') return { type, data }
  const { exchange, symbol, status, sequence, timestamp, receivedAt, change, bids, asks } = data
  return {
    type,
    exchange,
    symbol,
    status,
    sequence,
    timestamp,
    receivedAt,
    change,
    bids: bids.top(20),
    asks: asks.top(20),
  }
}

interface Source {
  on<T extends keyof EventMap>(type: T, listener: (data: EventMap[T]) => void): () => void
}

/** Everything a source tells from now on, in order. */
export function heard(source: Source): unknown[] {
  const events: unknown[] = []
  for (const type of EVENT_TYPES) source.on(type, (data) => events.push(kept({ type, data } as MarketEvent)))
  return events
}

export const typeOf = (event: unknown): string => (event as { type: string }).type
