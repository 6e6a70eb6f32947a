import type { MaintainedBook } from '@md/order-book'
import type { Channel } from '../names.ts'
import { type Position, START } from '../wire/envelope.ts'

/** One channel as its publisher sees it. */
export class Outgoing {
  readonly channel: Channel
  readonly partition: number
  /** Its name in Redis. */
  readonly live: string
  /** Last number given, from 1 under each fence. */
  sequence = 0
  /** Where its last item went. */
  at: Position = START
  /** The last value, as it travels; a book's is made from the book when it is written. */
  last: string | undefined
  book: MaintainedBook | undefined
  /** Whether it has a new value since last looked at, and when that was; monotonic ms. */
  touched = true
  touchedAt = 0
  /** Its item in the batch being made: only the newest of a ticker matters. */
  waiting: WaitingItem | undefined

  constructor(channel: Channel, partition: number, live: string) {
    this.channel = channel
    this.partition = partition
    this.live = live
  }
}

export interface WaitingItem {
  readonly of: Outgoing
  readonly sequence: number
  body: string
}
