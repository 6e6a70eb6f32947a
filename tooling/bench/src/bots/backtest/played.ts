import type { PlayedEvent } from '@md/bot-engine/backtest'
import type { BookChange, Level } from '@md/types'
import { Ladder } from '../../workloads/ladder.ts'
import { seededRandom } from '../../workloads/random.ts'
import { marketAt } from '../markets.ts'

const START = 1_790_000_000_000
const { exchange, symbol } = marketAt(0)
const DEPTH = 100
const CHANGES = 3
/** Every so manieth event of a book is a trade. */
const TRADE_EVERY = 10
const MID = 10_000
/** Enough to reach an order behind what rests before it. */
const TRADED = 100

/** Tickers of one market, made as an adapter makes them, every field at once: a hundred a second, a seeded random walk. */
export function* tickers(count: number, seed: number): Generator<PlayedEvent> {
  const random = seededRandom(seed)
  let ticks = MID
  for (let i = 0; i < count; i++) {
    ticks = Math.min(MID * 1.05, Math.max(MID * 0.95, ticks + Math.round((random() * 2 - 1) * 3)))
    const at = START + i * 10
    yield {
      type: 'ticker',
      data: {
        exchange,
        symbol,
        last: ticks / 100,
        bid: (ticks - 1) / 100,
        ask: (ticks + 1) / 100,
        quote: 'live',
        timestamp: at,
        receivedAt: at,
      },
    }
  }
}

/** A book of a hundred levels a side and its changes, three levels each; every tenth event is a trade at its best. */
export function* bookAndTrades(count: number, seed: number): Generator<PlayedEvent> {
  const ladder = new Ladder(seed, MID, DEPTH)
  const random = seededRandom(seed + 1)
  let sequence = 0
  yield aBook(START, snapshotOf(ladder))
  for (let i = 1; i < count; i++) {
    const at = START + i * 10
    if (i % TRADE_EVERY === 0) yield aTrade(i, at, ladder, random() < 0.5)
    else {
      sequence += 1
      yield aBook(at, deltaOf(ladder, sequence))
    }
  }
}

const levelOf = ([tick, lots]: readonly [number, number]): Level => [tick / 100, lots / 1e8]

const snapshotOf = (ladder: Ladder): BookChange => ({
  kind: 'snapshot',
  sequence: 0,
  bids: ladder.top('bid', DEPTH).map(levelOf),
  asks: ladder.top('ask', DEPTH).map(levelOf),
})

function deltaOf(ladder: Ladder, sequence: number): BookChange {
  const changes = Array.from({ length: CHANGES }, () => ladder.change())
  const of = (which: 'bid' | 'ask') =>
    changes.filter(({ side }) => side === which).map(({ lots, tick }) => levelOf([tick, lots]))
  return { kind: 'delta', sequence, bids: of('bid'), asks: of('ask') }
}

const aBook = (at: number, change: BookChange): PlayedEvent => ({
  type: 'orderbook',
  data: { exchange, symbol, timestamp: at, receivedAt: at, status: 'live', integrity: 'sequence', change },
})

function aTrade(i: number, at: number, ladder: Ladder, isBuy: boolean): PlayedEvent {
  const [tick] = ladder.top(isBuy ? 'ask' : 'bid', 1)[0] ?? [MID, 0]
  const price = tick / 100
  const side = isBuy ? 'buy' : 'sell'
  return {
    type: 'trade',
    data: {
      exchange,
      symbol,
      id: String(i),
      price,
      amount: TRADED,
      side,
      timestamp: at,
      receivedAt: at,
      origin: 'live',
    },
  }
}
