import type { Gap } from '@md/types'
import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { TradeAudit } from './trade-audit.ts'

const aGap = (gap: Partial<Gap>): Gap => ({
  exchange: 'binance',
  symbol: 'BTC/USDT',
  channel: 'trades',
  cause: 'sequence',
  recovered: false,
  missed: undefined,
  ...gap,
})

function audited(...events: readonly (number | Gap)[]): TradeAudit {
  const audit = new TradeAudit()
  for (const event of events) {
    if (typeof event === 'number') audit.trade(aTrade({ exchange: 'binance', symbol: 'BTC/USDT', id: String(event) }))
    else audit.gap(event)
  }
  return audit
}

test('an unbroken stream leaves nothing to explain', () => {
  expect(audited(5, 6, 7)).toMatchObject({ delivered: 3, told: 0, unexplained: 0, outOfOrder: 0 })
})

test('a hole that nobody told of is unexplained', () => {
  expect(audited(5, 9)).toMatchObject({ unexplained: 3 })
})

test('a hole that was told is explained, as far as it was told', () => {
  expect(audited(5, aGap({ from: '6', to: '8', missed: 3 }), 9)).toMatchObject({ told: 3, unexplained: 0 })
  expect(audited(5, aGap({ from: '6', to: '7', missed: 2 }), 9)).toMatchObject({ told: 2, unexplained: 1 })
})

test('a hole of which only the end was told is unexplained in its beginning', () => {
  expect(audited(5, aGap({ from: '8', to: '9', missed: 2 }), 10)).toMatchObject({ told: 2, unexplained: 2 })
})

test('a gap without bounds explains nothing', () => {
  expect(audited(5, aGap({}), 9)).toMatchObject({ unexplained: 3 })
})

test('a gap that was filled, or of another channel, explains nothing', () => {
  const recovered = aGap({ from: '6', to: '8', missed: 3, recovered: true })
  const books = aGap({ channel: 'orderbook', from: '6', to: '8', missed: 3 })

  expect(audited(5, recovered, books, 9)).toMatchObject({ told: 0, unexplained: 3 })
})

test('a repetition and a step back are out of order', () => {
  expect(audited(5, 6, 6, 4, 7)).toMatchObject({ outOfOrder: 2, unexplained: 0 })
})

test('markets do not mix', () => {
  const audit = audited(5)

  audit.trade(aTrade({ exchange: 'kraken', symbol: 'BTC/USD', id: '900' }))
  audit.trade(aTrade({ exchange: 'binance', symbol: 'BTC/USDT', id: '6' }))

  expect(audit).toMatchObject({ unexplained: 0, outOfOrder: 0 })
})

test('knows which markets have gone quiet', () => {
  const audit = new TradeAudit()
  const heard = { exchange: 'kraken', symbol: 'BTC/USD' } as const
  const stopped = { exchange: 'kraken', symbol: 'ETH/USD' } as const
  const never = { exchange: 'binance', symbol: 'BTC/USDT' } as const
  audit.trade(aTrade({ ...heard, id: '1', receivedAt: 2_000 }))
  audit.trade(aTrade({ ...stopped, id: '1', receivedAt: 999 }))

  expect(audit.quietSince(1_000, [heard, stopped, never])).toEqual([stopped, never])
})
