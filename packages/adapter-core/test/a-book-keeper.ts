import type { BookMessage, BookRules, BookSnapshot } from '@md/adapter-core'
import { fakeProtocol } from '@md/adapter-core/testing'
import type { MaintainedBook } from '@md/order-book'
import type { Gap, Level } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { BookKeeper, type BookKeeperOptions } from '../src/book/book-keeper.ts'

export const NUMBERED = fakeProtocol().book

/** Begins with a snapshot and proves nothing but that it is possible. */
export const PLAUSIBLE: BookRules = {
  integrity: 'plausibility',
  startsFrom: 'stream',
  marked: false,
  subscribedDepth: () => undefined,
}

/** Begins with a snapshot, and each message tells the sum of all amounts. */
export const SUMMED: BookRules = {
  ...PLAUSIBLE,
  integrity: 'checksum',
  verify: ({ bids, asks }, { checksum }) => sumOf([...bids, ...asks]) === checksum,
}

const sumOf = (levels: readonly Level[]): number => levels.reduce((sum, [, amount]) => sum + amount, 0)

const EMPTY: Pick<BookMessage, 'kind' | 'symbol' | 'bids' | 'asks' | 'timestamp' | 'receivedAt'> = {
  kind: 'book',
  symbol: 'BTC/USDT',
  bids: [],
  asks: [],
  timestamp: undefined,
  receivedAt: 1_750_000_000_000,
}

/** An update with the numbers `first` to `last`. */
export const anUpdate = (first: number, last = first, parts: Partial<BookMessage> = {}): BookMessage => ({
  ...EMPTY,
  action: 'update',
  first,
  last,
  bids: [[first, last]],
  ...parts,
})

export const aSnapshot = (parts: Partial<BookMessage> = {}): BookMessage => ({ ...EMPTY, action: 'snapshot', ...parts })

export const aRestSnapshot = (last: number, parts: Partial<BookSnapshot> = {}): BookSnapshot => ({
  last,
  bids: [[1, last]],
  asks: [[1_000, 1]],
  ...parts,
})

/** A keeper, and in words what it told and asked for: `live 3`, `gap sequence`, `need`. */
export function aBookKeeper(
  rules: BookRules = NUMBERED,
  options: Partial<BookKeeperOptions> = {},
  listener: (book: MaintainedBook) => void = () => undefined,
) {
  const clock = new ManualClock()
  const counters: BookKeeperOptions['counters'] = {
    sequenceGaps: 0,
    checksumFailures: 0,
    crossed: 0,
    resyncs: 0,
    lastTimeToLive: undefined,
  }
  const told: string[] = []
  const gaps: Gap[] = []
  const keeper = new BookKeeper(
    { exchange: 'binance', symbol: 'BTC/USDT', rules, depth: undefined, clock, counters, ...options },
    {
      emit: (book) => {
        told.push(book.change === undefined ? book.status : `${book.status} ${book.change.kind}`)
        listener(book)
      },
      gap: (gap) => {
        gaps.push(gap)
        told.push(`gap ${gap.cause}`)
      },
      needSnapshot: (fault) => told.push(fault === undefined ? 'need' : `need: ${fault}`),
    },
  )
  return { clock, counters, told, gaps, keeper, book: keeper.book }
}

/** A numbered book that is live on line 1 and includes everything up to 10. */
export function aLiveBookKeeper(options: Partial<BookKeeperOptions> = {}) {
  const kept = aBookKeeper(NUMBERED, options)
  kept.keeper.subscribed(1)
  kept.keeper.receive(anUpdate(10), 1)
  kept.keeper.startFrom(aRestSnapshot(9))
  kept.told.length = 0
  return kept
}
