import type { MarketEvent } from '@md/types'
import type { RecordedEvent } from '../journal/entry.ts'

/** What can be played: an event as it is delivered, or as it is kept, its book being a change. */
export type PlayedEvent = MarketEvent | RecordedEvent

/** Our clock when it happened, ms since the epoch; `undefined` for a gap, which happens with what comes before it. */
export function timeOf({ type, data }: PlayedEvent): number | undefined {
  switch (type) {
    case 'gap':
      return undefined
    case 'exchange:connected':
    case 'exchange:disconnected':
    case 'exchange:reconnecting':
    case 'exchange:error':
      return data.at
    default:
      return data.receivedAt
  }
}
