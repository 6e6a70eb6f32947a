import type { Market } from './market.ts'
import type { ChannelType } from './subscription.ts'

/** Something is missing between what was delivered before this event and what comes after it. */
export interface Gap extends Market {
  readonly channel: ChannelType
  /** First and last missing id, only where the venue or we number. */
  readonly from?: string
  readonly to?: string
  /** How many are missing; `undefined` when that cannot be known. */
  readonly missed: number | undefined
  /** True: what was missing has been fetched and delivered since. */
  readonly recovered: boolean
  readonly cause: 'drop' | 'sequence' | 'checksum' | 'overflow' | 'epoch' | 'crossed' | 'malformed'
}
