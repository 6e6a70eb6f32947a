import { type Fill, InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { aFill, BTC, ETH, ledgerOptions, NOON } from '../../test/ledger-fills.ts'
import { type Applied, Ledger } from './ledger.ts'

function aLedger(...fills: readonly Partial<Fill>[]): Ledger {
  const ledger = new Ledger(ledgerOptions())
  for (const fill of fills) ledger.apply(aFill(fill), NOON)
  return ledger
}

const closedBy = (applied: Applied) => (applied.outcome === 'applied' ? applied.closed : undefined)

test('a market without a fill is flat, and its view is frozen and always the same', () => {
  const ledger = aLedger()
  const position = ledger.position(BTC)

  expect(position).toEqual({
    market: BTC,
    amount: '0',
    size: 0,
    averageEntry: '0',
    realised: '0',
    openedAt: undefined,
  })
  expect(Object.isFrozen(position)).toBe(true)
  expect(ledger.position({ ...BTC })).toBe(position)
})

test('two buys have one average entry, and a partial exit leaves it', () => {
  const ledger = aLedger({ amount: '1', price: '100' }, { amount: '3', price: '120' })
  expect(ledger.position(BTC)).toMatchObject({ amount: '4', size: 4, averageEntry: '115', realised: '0' })

  ledger.apply(aFill({ side: 'sell', amount: '1.5', price: '125' }), NOON)
  expect(ledger.position(BTC)).toMatchObject({ amount: '2.5', averageEntry: '115', realised: '15' })
  expect(ledger.unrealised(BTC, 116)).toBe('2.5')
})

test('a short earns when it is bought back lower', () => {
  const ledger = aLedger({ side: 'sell', amount: '2', price: '100' })
  expect(ledger.position(BTC)).toMatchObject({ amount: '-2', size: -2, averageEntry: '100' })
  expect(ledger.unrealised(BTC, '90')).toBe('20')

  const applied = ledger.apply(aFill({ amount: '2', price: '90' }), NOON + 5)
  expect(ledger.realised()).toBe('20')
  expect(closedBy(applied)).toMatchObject({ side: 'short', amount: '2', entry: '100', exit: '90', pnl: '20' })
  expect(applied.position).toMatchObject({ amount: '0', averageEntry: '0', openedAt: undefined })

  const next = ledger.apply(aFill({ amount: '1' }), NOON + 9)
  expect(next.position).toMatchObject({ amount: '1', realised: '20', openedAt: NOON + 9 })
})

test('a fill that crosses zero ends one round trip and opens the opposite one at its price', () => {
  const ledger = aLedger({ amount: '2', price: '100' })
  const applied = ledger.apply(aFill({ side: 'sell', amount: '5', price: '110', fee: '5' }), NOON + 60_000)

  expect(closedBy(applied)).toEqual({
    market: BTC,
    side: 'long',
    amount: '2',
    entry: '100',
    exit: '110',
    pnl: '18',
    fees: { USDT: '2' },
    openedAt: NOON,
    closedAt: NOON + 60_000,
    fills: 2,
  })
  expect(applied.position).toMatchObject({
    amount: '-3',
    averageEntry: '110',
    realised: '15',
    openedAt: NOON + 60_000,
  })
})

test('a fee in quote is realised at once and leaves the entry alone', () => {
  const ledger = aLedger({ fee: '0.1' })
  expect(ledger.position(BTC)).toMatchObject({ amount: '1', averageEntry: '100', realised: '-0.1' })
  expect(ledger.cashFlow()).toBe('-100.1')
})

test('a fee in base is taken off what is received, and raises the entry', () => {
  const ledger = aLedger({ price: '99.9', fee: '0.001', feeAsset: 'BTC' })
  expect(ledger.position(BTC)).toMatchObject({ amount: '0.999', averageEntry: '100', realised: '0' })
})

test('a seller who pays in base gives more than was sold', () => {
  const ledger = aLedger({ amount: '2', price: '100' }, { side: 'sell', fee: '0.25', feeAsset: 'BTC', price: '125' })
  expect(ledger.position(BTC)).toMatchObject({ amount: '0.75', averageEntry: '100', realised: '0' })
})

test('a fee in a third asset is kept apart, and a rebate is taken off the fees', () => {
  const ledger = aLedger({ fee: '0.02', feeAsset: 'BNB' }, { fee: '-0.005', feeAsset: 'BNB' }, { fee: '0.1' })
  ledger.apply(aFill({ ...ETH, fee: '0.001', feeAsset: 'ETH' }), NOON)

  expect(ledger.fees()).toEqual({ BNB: '0.015', USDT: '0.1', ETH: '0.001' })
  expect(ledger.realised(BTC)).toBe('-0.1')
})

test('what is left of a fee in base counts as closed, is held on, and is part of the next round trip', () => {
  const ledger = aLedger({ price: '99.95', fee: '0.0005', feeAsset: 'BTC' })
  const exit = closedBy(ledger.apply(aFill({ side: 'sell', amount: '0.999', price: '110' }), NOON + 1))

  expect(exit).toMatchObject({ amount: '0.999', entry: '100', exit: '110', pnl: '9.99' })
  expect(ledger.isDust(BTC)).toBe(true)
  expect(ledger.position(BTC)).toMatchObject({ amount: '0.0005', openedAt: NOON })

  ledger.apply(aFill({ amount: '0.0015', price: '120' }), NOON + 2)
  expect(ledger.isDust(BTC)).toBe(false)
  expect(ledger.position(BTC)).toMatchObject({ amount: '0.002', averageEntry: '115', openedAt: NOON + 2 })

  const second = closedBy(ledger.apply(aFill({ side: 'sell', amount: '0.002', price: '115' }), NOON + 3))
  expect(second).toMatchObject({ amount: '0.002', entry: '115', pnl: '0', openedAt: NOON + 2 })
  expect(ledger.isDust(BTC)).toBe(false)
})

test('turning what is dust ends no second round trip', () => {
  const ledger = aLedger({ price: '99.95', fee: '0.0005', feeAsset: 'BTC' }, { side: 'sell', amount: '0.999' })
  const applied = ledger.apply(aFill({ side: 'sell', amount: '1' }), NOON + 1)

  expect(closedBy(applied)).toBeUndefined()
  expect(applied.position).toMatchObject({ amount: '-0.9995', averageEntry: '100', openedAt: NOON + 1 })
})

test('a fill told again is a duplicate, and the same trade id in another market is not', () => {
  const ledger = aLedger({ tradeId: '7' })
  const position = ledger.position(BTC)

  expect(ledger.apply(aFill({ tradeId: '7', amount: '9' }), NOON)).toEqual({
    outcome: 'duplicate',
    position,
    certain: true,
  })
  expect(ledger.position(BTC)).toBe(position)
  expect(ledger.apply(aFill({ ...BTC, exchange: 'kraken', tradeId: '7' }), NOON).outcome).toBe('applied')
  expect(ledger.apply(aFill({ ...ETH, tradeId: '7' }), NOON).outcome).toBe('applied')
})

test('a fill older than everything remembered is not counted, and says that nobody is certain', () => {
  const ledger = new Ledger(ledgerOptions('0.001', 2))
  for (let i = 0; i < 5; i++) ledger.apply(aFill({ tradeId: `${i}`, timestamp: NOON + i }))

  const replayed = ledger.apply(aFill({ tradeId: '0', timestamp: NOON }))
  expect(replayed).toMatchObject({ outcome: 'duplicate', certain: false })
  expect(ledger.position(BTC).amount).toBe('5')
})

test('without engine time a position is as old as the venue says', () => {
  const ledger = new Ledger(ledgerOptions())
  ledger.apply(aFill({ timestamp: NOON + 7 }))
  expect(ledger.position(BTC).openedAt).toBe(NOON + 7)
})

test.each([
  [{ amount: '0' }, 'amount of fill'],
  [{ amount: '-1' }, 'amount of fill'],
  [{ amount: 'NaN' }, 'amount of fill'],
  [{ price: '1e3' }, 'price of fill'],
  [{ price: '-1' }, 'price of fill'],
  [{ fee: '<html>' }, 'fee of fill'],
  [{ fee: '1', feeAsset: 'BTC' }, 'fee of fill'],
  [{ side: 'hold' as 'buy' }, 'side of fill'],
  [{ timestamp: Number.NaN }, 'timestamp of fill'],
])('a fill with %j is refused by name, and may come again corrected', (wrong, message) => {
  const ledger = aLedger()
  const refused = () => ledger.apply(aFill({ tradeId: 'x', ...wrong }), NOON)

  expect(refused).toThrow(InvalidInputError)
  expect(refused).toThrow(`${message} x of BTC/USDT on binance`)
  expect(ledger.position(BTC).amount).toBe('0')
  expect(ledger.apply(aFill({ tradeId: 'x' }), NOON).outcome).toBe('applied')
})

test('sums go over all markets, exposure over all others, a short counted as positive', () => {
  const ledger = aLedger(
    { amount: '2', price: '100' },
    { side: 'sell', amount: '1', price: '110' },
    { ...ETH, side: 'sell', amount: '10', price: '20', fee: '1' },
  )

  expect(ledger.realised()).toBe('9')
  expect([ledger.realised(BTC), ledger.realised(ETH)]).toEqual(['10', '-1'])
  expect([ledger.volume(), ledger.volume(ETH)]).toEqual(['510', '200'])
  expect(ledger.cashFlow()).toBe('109')
  expect([ledger.exposureBut(BTC).toFixed(), ledger.exposureBut(ETH).toFixed()]).toEqual(['200', '100'])
  expect(ledger.positions().map(({ amount }) => amount)).toEqual(['1', '-10'])
})

test('markets of one exchange, and one symbol on two exchanges, are kept apart', () => {
  const elsewhere = { ...BTC, exchange: 'kraken' as const }
  const other = { ...ETH, exchange: BTC.exchange }
  const ledger = aLedger({ amount: '1' }, { ...elsewhere, amount: '2' }, { ...other, amount: '3' }, { amount: '4' })

  expect([BTC, elsewhere, other].map((market) => ledger.position(market).amount)).toEqual(['5', '2', '3'])
  expect(ledger.exposureBut(BTC).toFixed()).toBe('500')
})

test('what is no snapshot is refused with what is wrong in it', () => {
  const snapshot = aLedger({}).snapshot()
  const restore = (changed: unknown) => () => Ledger.restore(ledgerOptions(), changed)

  expect(restore({ ...snapshot, version: 2 })).toThrow('one of version 1')
  expect(restore('gone')).toThrow(InvalidInputError)
  const [market] = snapshot.markets
  expect(restore({ version: 1, markets: [{ ...market, account: { ...market?.account, cost: '1e9' } }] })).toThrow(
    'decimal digits expected',
  )
})
