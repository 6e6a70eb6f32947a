import type { Gap, Trade } from '@md/types'
import { aTrade, ManualClock } from '@md/types/testing'
import type { MissingTrades } from '../src/trades/hole.ts'
import { TradeSequence } from '../src/trades/trade-sequence.ts'

/** How long live trades wait for missing ones, in ms. */
export const DEADLINE = 5_000

/** How long a hole is given to close by itself, in ms. */
export const PATIENCE = 250

export const trade = (id: number, particulars: Partial<Trade> = {}): Trade => aTrade({ id: String(id), ...particulars })

export const filled = (...ids: readonly number[]): Trade[] => ids.map((id) => trade(id, { origin: 'backfill' }))

/** A sequence, and everything it told and asked for, gaps in words: `missing 2-3`. */
export function aTradeSequence() {
  const clock = new ManualClock()
  const counters = { duplicates: 0, backfilled: 0, missed: 0 }
  const told: (number | string)[] = []
  const gaps: Gap[] = []
  const fetches: MissingTrades[] = []
  const sequence = new TradeSequence(
    { exchange: 'binance', symbol: 'BTC/USDT', clock, random: () => 0, counters, deadline: DEADLINE },
    {
      emit: ({ id }) => told.push(Number(id)),
      gap: (gap) => {
        gaps.push(gap)
        told.push(
          gap.missed === undefined ? gap.cause : `${gap.recovered ? 'recovered' : 'missing'} ${gap.from}-${gap.to}`,
        )
      },
      fetch: (missing) => fetches.push(missing),
    },
  )
  const lastFetch = (): MissingTrades => {
    const asked = fetches.at(-1)
    if (asked === undefined) throw new Error('nothing has been asked for')
    return asked
  }
  return {
    clock,
    counters,
    told,
    gaps,
    fetches,
    sequence,
    receive: (...ids: readonly number[]) => {
      for (const id of ids) sequence.receive(trade(id))
    },
    /** The last fetch brings these. */
    fill: (...ids: readonly number[]) => sequence.fill(lastFetch(), filled(...ids)),
    /** The last fetch fails. */
    fail: () => sequence.unavailable(lastFetch()),
  }
}
