import { RestError } from '@md/adapter-core'
import { describe, expect, test } from 'vitest'
import { answering } from '../test/frames.ts'
import { instruments } from './rest-instruments.ts'

const bitcoin = {
  altname: 'XBTUSD',
  wsname: 'XBT/USD',
  base: 'XXBT',
  quote: 'ZUSD',
  pair_decimals: 1,
  lot_decimals: 8,
  ordermin: '0.00005',
  costmin: '0.5',
  tick_size: '0.1',
  status: 'online',
}

const { costmin: _, tick_size: __, status: ___, ...of2021 } = bitcoin

const list = (result: unknown) => instruments(answering({ error: [], result }).get)

describe('instruments', () => {
  test('are asked for in the new names, and understood in the old ones', async () => {
    const { get, asked } = answering({ error: [], result: { XXBTZUSD: bitcoin } })

    expect(await instruments(get)).toEqual([
      {
        exchange: 'kraken',
        symbol: 'BTC/USD',
        base: 'BTC',
        quote: 'USD',
        venueSymbol: 'BTC/USD',
        status: 'trading',
        tickSize: '0.1',
        stepSize: '0.00000001',
        minAmount: '0.00005',
        minNotional: '0.5',
      },
    ])
    expect(asked).toEqual([{ path: '/0/public/AssetPairs', query: { assetVersion: 1 } }])
  })

  test('have the same symbol in either spelling', async () => {
    const modern = { ...bitcoin, wsname: 'BTC/USD', base: 'BTC', quote: 'USD' }

    expect(await list({ 'BTC/USD': modern })).toEqual(await list({ XXBTZUSD: bitcoin }))
  })

  test('of 2021 had no price step, no least cost and no status', async () => {
    const [instrument] = await list({ XXBTZUSD: of2021 })

    expect(instrument).toMatchObject({ tickSize: '0.1', status: 'trading' })
    expect(instrument).not.toHaveProperty('minNotional')
  })

  test('keep small letters for the WebSocket', async () => {
    const [instrument] = await list({ AAPLxUSD: { ...bitcoin, wsname: 'AAPLx/USD' } })

    expect(instrument).toMatchObject({ symbol: 'AAPLX/USD', base: 'AAPLX', quote: 'USD', venueSymbol: 'AAPLx/USD' })
  })

  test('that are not on the WebSocket are left out', async () => {
    expect(await list({ 'XXBTZUSD.d': { ...bitcoin, wsname: undefined }, Y: { ...bitcoin, wsname: '' } })).toEqual([])
  })

  test.each([
    ['online', 'trading'],
    ['cancel_only', 'cancel-only'],
    ['post_only', 'post-only'],
    ['limit_only', 'limit-only'],
    ['reduce_only', 'halted'],
    ['work_in_progress', 'halted'],
  ])('that are %s are %s', async (status, expected) => {
    expect(await list({ X: { ...bitcoin, status } })).toMatchObject([{ status: expected }])
  })

  test.each([
    [{ tick_size: '0.50' }, { tickSize: '0.5' }],
    [{ tick_size: '010' }, { tickSize: '10' }],
    [{ tick_size: '0' }, { tickSize: '0.1' }],
    [{ lot_decimals: 0 }, { stepSize: '1' }],
    [{ ordermin: '5.00' }, { minAmount: '5' }],
  ])('%j: decimals are canonical', async (one, expected) => {
    expect(await list({ X: { ...bitcoin, ...one } })).toMatchObject([expected])
  })

  test.each([
    ['a pair that is none', { X: 7 }, 'X is not a pair'],
    ['a name without a slash', { X: { ...bitcoin, wsname: 'XBTUSD' } }, 'X has no usable wsname: "XBTUSD"'],
    ['a name of one half', { X: { ...bitcoin, wsname: 'XBT/' } }, 'X has no usable wsname'],
    ['a name that is no text', { X: { ...bitcoin, wsname: 7 } }, 'X has no usable wsname: 7'],
    ['no decimals', { X: { ...of2021, pair_decimals: undefined } }, 'X has no decimals'],
    ['absurd decimals', { X: { ...bitcoin, lot_decimals: 99 } }, 'X has no decimals'],
    ['a list', [], 'the result is not an object'],
  ])('%s is refused', async (__name, result, message) => {
    const failure = await list(result).catch((error: unknown) => error)

    expect(failure).toBeInstanceOf(RestError)
    expect(String(failure)).toContain(`GET /0/public/AssetPairs: ${message}`)
  })
})
