import { MaintainedBook } from '@md/order-book'
import type { BookChange, Level } from '@md/types'
import { PlainSide } from './contenders/plain-book.ts'
import { median } from './median.ts'
import { SortedPairs } from './sorted-pairs.ts'
import { Ladder } from './workloads/ladder.ts'

/** Levels a second through the book alone, on one core. */
export interface BookOnly {
  readonly name: string
  /** `MaintainedBook`: the sequence checked, the change told, the cross looked for. */
  readonly ours: number
  /** The book of the plain way, two sorted arrays, with the same checks. */
  readonly plain: number
  /** A list of sorted pairs, with the same checks. */
  readonly pairs: number
}

interface Shape {
  readonly name: string
  /** Levels a side. */
  readonly depth: number
  /** Levels a change. */
  readonly levels: number
}

export const BOOK_SHAPES: readonly Shape[] = [
  { name: 'quiet: 3 levels a change, 100 a side', depth: 100, levels: 3 },
  { name: 'busy: 35 levels a change, 1,000 a side', depth: 1_000, levels: 35 },
]

const LEVELS = 700_000
const MID = 7_551_700
const STAMP = { timestamp: undefined, receivedAt: 0 }

interface Market {
  readonly snapshot: BookChange
  readonly changes: readonly BookChange[]
}

/** `batches` alternated batches on the same changes; medians. */
export function bookOnly({ depth, levels, name }: Shape, batches: number): BookOnly {
  const market = marketOf(depth, levels)
  const rates = { ours: [] as number[], plain: [] as number[], pairs: [] as number[] }
  for (let batch = 0; batch < batches; batch++) {
    rates.ours.push(rateOf(() => throughMaintained(market)))
    rates.plain.push(rateOf(() => throughPlain(market)))
    rates.pairs.push(rateOf(() => throughPairs(market)))
  }
  return { name, ours: median(rates.ours), plain: median(rates.plain), pairs: median(rates.pairs) }
}

/** Levels a second. `work` returns the best bid, so that nothing is optimised away. */
function rateOf(work: () => number): number {
  const started = performance.now()
  const best = work()
  const seconds = (performance.now() - started) / 1_000
  if (!Number.isFinite(best)) throw new Error('the book ended without a best price')
  return LEVELS / seconds
}

function marketOf(depth: number, levels: number): Market {
  const ladder = new Ladder(1, MID, depth)
  const toLevel = ([tick, lots]: readonly [number, number]): Level => [tick / 100, lots / 1e8]
  const snapshot: BookChange = {
    kind: 'snapshot',
    sequence: 0,
    bids: ladder.top('bid', depth).map(toLevel),
    asks: ladder.top('ask', depth).map(toLevel),
  }
  const changes = Array.from({ length: LEVELS / levels }, (_, i): BookChange => {
    const all = Array.from({ length: levels }, () => ladder.change())
    const of = (which: 'bid' | 'ask') =>
      all.filter(({ side }) => side === which).map(({ lots, tick }) => toLevel([tick, lots]))
    return { kind: 'delta', sequence: i + 1, bids: of('bid'), asks: of('ask') }
  })
  return { snapshot, changes }
}

function throughMaintained({ changes, snapshot }: Market): number {
  const book = new MaintainedBook({ exchange: 'binance', symbol: 'BTC/USDT', integrity: 'sequence' })
  book.follow(snapshot, STAMP)
  for (const change of changes) {
    if (book.follow(change, STAMP) !== 'applied') throw new Error('a change does not continue the book')
    if (book.crossed) throw new Error('the book is crossed')
  }
  return book.bids.price(0)
}

// Written out twice, because a side behind an interface would cost the other two a call that ours does not have.

function throughPlain({ changes, snapshot }: Market): number {
  const [bids, asks] = [new PlainSide(true), new PlainSide(false)]
  let next = snapshot.sequence
  for (const change of [snapshot, ...changes]) {
    if (change.sequence !== next++) throw new Error('a change does not continue the book')
    for (const [price, amount] of change.bids) bids.set(price, amount)
    for (const [price, amount] of change.asks) asks.set(price, amount)
    refuseCrossed(bids.prices[0] ?? 0, asks.prices[0] ?? Number.POSITIVE_INFINITY)
  }
  return bids.prices[0] ?? Number.NaN
}

function throughPairs({ changes, snapshot }: Market): number {
  const [bids, asks] = [new SortedPairs(true), new SortedPairs(false)]
  let next = snapshot.sequence
  for (const change of [snapshot, ...changes]) {
    if (change.sequence !== next++) throw new Error('a change does not continue the book')
    for (const [price, amount] of change.bids) bids.set(price, amount)
    for (const [price, amount] of change.asks) asks.set(price, amount)
    refuseCrossed(bids.best(), asks.best())
  }
  return bids.best()
}

function refuseCrossed(bid: number, ask: number): void {
  if (bid >= ask) throw new Error('the book is crossed')
}
