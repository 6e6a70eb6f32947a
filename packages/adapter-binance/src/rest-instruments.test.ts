import { RestError } from '@md/adapter-core'
import { expect, test } from 'vitest'
import { restThat } from '../test/rest-answers.ts'
import { instruments } from './rest-instruments.ts'

const priceFilter = { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '1000000.00', tickSize: '0.01000000' }
const lotSize = { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' }

/** As it is in 2026: `NOTIONAL`, permission sets. */
const btcusdt = {
  ...{ symbol: 'BTCUSDT', status: 'TRADING', baseAsset: 'BTC', baseAssetPrecision: 8, quoteAsset: 'USDT' },
  ...{ quotePrecision: 8, quoteAssetPrecision: 8, permissions: [], permissionSets: [['SPOT', 'MARGIN']] },
  filters: [
    priceFilter,
    lotSize,
    { filterType: 'MARKET_LOT_SIZE', minQty: '0.00000000', maxQty: '60.5', stepSize: '0.00000000' },
    { filterType: 'NOTIONAL', minNotional: '5.00000000', applyMinToMarket: true, maxNotional: '9000000.00000000' },
  ],
}

const instrumentOf = async (symbol: unknown) => (await instruments(restThat([{ symbols: [symbol] }]).get))[0]

test('a pair and its rules, in canonical decimals', async () => {
  expect(await instrumentOf(btcusdt)).toEqual({
    ...{ exchange: 'binance', symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', venueSymbol: 'BTCUSDT' },
    ...{ status: 'trading', tickSize: '0.01', stepSize: '0.00001' },
    ...{ minAmount: '0.00001', maxAmount: '9000', minNotional: '5' },
  })
})

test('the whole list is asked for at once', async () => {
  const { get, asked } = restThat([{ symbols: [btcusdt, { ...btcusdt, symbol: 'ETHUSDT', baseAsset: 'ETH' }] }])
  expect((await instruments(get)).map(({ symbol }) => symbol)).toEqual(['BTC/USDT', 'ETH/USDT'])
  expect(asked).toEqual([{ path: '/api/v3/exchangeInfo', query: {}, weight: 20 }])
})

test('the least notional of 2021 had another name', async () => {
  const filters = [priceFilter, lotSize, { filterType: 'MIN_NOTIONAL', minNotional: '0.00010000' }]
  expect(await instrumentOf({ ...btcusdt, filters })).toMatchObject({ minNotional: '0.0001' })
})

test('steps of ten and more keep their zeros', async () => {
  const filters = [
    { ...priceFilter, tickSize: '10.00000000' },
    { ...lotSize, stepSize: '100', minQty: '0100.50' },
  ]
  expect(await instrumentOf({ ...btcusdt, filters })).toMatchObject({
    tickSize: '10',
    stepSize: '100',
    minAmount: '100.5',
  })
})

test('where a filter is missing or disabled, the precision of the asset is the step', async () => {
  const filters = [{ ...priceFilter, tickSize: '0.00000000' }]
  const found = await instrumentOf({ ...btcusdt, filters, quoteAssetPrecision: 2, baseAssetPrecision: 0 })
  expect(found).toMatchObject({ tickSize: '0.01', stepSize: '1' })
  for (const name of ['minAmount', 'maxAmount', 'minNotional']) expect(found).not.toHaveProperty(name)
})

test('where nothing is said at all, it is eight digits', async () => {
  const silent = { symbol: 'XY', status: 'TRADING', baseAsset: 'X', quoteAsset: 'Y', quoteAssetPrecision: 99 }
  expect(await instrumentOf(silent)).toMatchObject({ tickSize: '0.00000001', stepSize: '0.00000001' })
  expect(
    await instrumentOf({ ...silent, filters: [7, { filterType: 'PRICE_FILTER', tickSize: '1e-2' }] }),
  ).toMatchObject({
    tickSize: '0.00000001',
  })
})

test('names of any script are kept as they are', async () => {
  const found = await instrumentOf({ ...btcusdt, symbol: '币安人生USDT', baseAsset: '币安人生' })
  expect(found).toMatchObject({ symbol: '币安人生/USDT', venueSymbol: '币安人生USDT' })
})

test.each([
  ['TRADING', 'trading'],
  ['CANCEL_ONLY', 'cancel-only'],
  ['HALT', 'halted'],
  ['BREAK', 'halted'],
  ['END_OF_DAY', 'halted'],
  ['SOMETHING_NEW', 'halted'],
  [undefined, 'halted'],
])('%s is %s', async (status, expected) => {
  expect(await instrumentOf({ ...btcusdt, status })).toHaveProperty('status', expected)
})

test.each([
  ['nothing', null, /symbols is not a list/],
  ['an error', { code: -1003, msg: 'Too much request weight used.' }, /symbols is not a list/],
  ['a list of anything', { symbols: ['BTCUSDT'] }, /this is not a symbol: "BTCUSDT"/],
  ['a symbol without a name', { symbols: [{ ...btcusdt, symbol: undefined }] }, /this is not a symbol/],
  ['a symbol without a base', { symbols: [{ ...btcusdt, baseAsset: 1 }] }, /this is not a symbol/],
  ['a symbol without a quote', { symbols: [{ ...btcusdt, quoteAsset: null }] }, /this is not a symbol/],
])('%s is refused by name', async (_, answer, reason) => {
  const failed = instruments(restThat([answer]).get)
  await expect(failed).rejects.toThrow(RestError)
  await expect(failed).rejects.toThrow(reason)
  await expect(failed).rejects.toThrow(/GET \/api\/v3\/exchangeInfo/)
})
