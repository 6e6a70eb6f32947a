import { RestError } from '@md/adapter-core'
import { describe, expect, test } from 'vitest'
import { restThat } from '../test/rest-answers.ts'
import { coinbaseProtocol } from './index.ts'

const { rest } = coinbaseProtocol()

const product = {
  id: 'BTC-USD',
  base_currency: 'BTC',
  quote_currency: 'USD',
  quote_increment: '0.01',
  base_increment: '0.00000001',
  display_name: 'BTC-USD',
  min_market_funds: '1',
  margin_enabled: false,
  post_only: false,
  limit_only: false,
  cancel_only: false,
  status: 'online',
  status_message: '',
  trading_disabled: false,
  fx_stablecoin: false,
  max_slippage_percentage: '0.02000000',
  auction_mode: false,
  high_bid_limit_percentage: '',
}

test('a product of 2026 is an instrument', async () => {
  const { get, asked } = restThat([product])
  expect(await rest.instruments(get)).toEqual([
    {
      exchange: 'coinbase',
      symbol: 'BTC/USD',
      venueSymbol: 'BTC-USD',
      base: 'BTC',
      quote: 'USD',
      status: 'trading',
      tickSize: '0.01',
      stepSize: '0.00000001',
      minNotional: '1',
    },
  ])
  expect(asked).toEqual([{ path: '/products', query: {} }])
})

test('a product of 2021 has amounts, too, and decimals are canonical', async () => {
  const older = {
    ...product,
    quote_increment: '0.0100',
    base_increment: '1',
    base_min_size: '0.10',
    base_max_size: '00250000.00',
    min_market_funds: '5.0',
  }
  expect(await rest.instruments(restThat([older]).get)).toMatchObject([
    { tickSize: '0.01', stepSize: '1', minAmount: '0.1', maxAmount: '250000', minNotional: '5' },
  ])
})

test('limits that are absent, blank or zero are no limits', async () => {
  for (const min_market_funds of [undefined, '', '0', '0.00']) {
    const [instrument] = await rest.instruments(restThat([{ ...product, min_market_funds }]).get)
    expect(instrument).not.toHaveProperty('minNotional')
  }
})

test.each([
  ['trading_disabled', 'halted'],
  ['cancel_only', 'cancel-only'],
  ['post_only', 'post-only'],
  ['limit_only', 'limit-only'],
])('%s is %s', async (flag, status) => {
  expect(await rest.instruments(restThat([{ ...product, [flag]: true }]).get)).toMatchObject([{ status }])
})

test('the restriction that leaves the least counts', async () => {
  const restricted = { ...product, limit_only: true, post_only: true, cancel_only: true }
  expect(await rest.instruments(restThat([restricted]).get)).toMatchObject([{ status: 'cancel-only' }])
  expect(await rest.instruments(restThat([{ ...restricted, status: 'offline' }]).get)).toMatchObject([
    { status: 'halted' },
  ])
})

test('delisted products are not listed, whatever shape they are in', async () => {
  expect(await rest.instruments(restThat([{ id: 'LOOM-USDC', status: 'delisted' }, product]).get)).toHaveLength(1)
})

describe('an answer that is not a list of products is refused', () => {
  test.each<[string, unknown, string]>([
    ['an error', { message: 'NotFound' }, 'not a list'],
    ['nothing', null, 'not a list'],
    ['a list of texts', ['BTC-USD'], '"BTC-USD" is not a product'],
    ['a product without an id', [{ ...product, id: undefined }], 'without id or currencies'],
    ['a product without a quote', [{ ...product, quote_currency: null }], 'without id or currencies'],
    ['a product without increments', [{ ...product, base_increment: '' }], 'BTC-USD has no increments'],
    ['a price step of zero', [{ ...product, quote_increment: '0.00' }], 'BTC-USD has no increments'],
    ['a price step that is no decimal', [{ ...product, quote_increment: '1e-2' }], 'BTC-USD has no increments'],
  ])('%s', async (_, body, words) => {
    const answer = rest.instruments(restThat(body).get)
    await expect(answer).rejects.toThrow(RestError)
    await expect(answer).rejects.toThrow(`GET /products: `)
    await expect(answer).rejects.toThrow(words)
  })
})
