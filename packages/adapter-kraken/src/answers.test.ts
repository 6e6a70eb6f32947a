import { expect, test } from 'vitest'
import { ACCEPTED, changed, only, REFUSED } from '../test/frames.ts'

test.each([
  ['{"channel":"book","depth":10,"snapshot":true,"symbol":"BTC/USD"}', 'orderbook:BTC/USD'],
  ['{"channel":"ticker","event_trigger":"bbo","snapshot":true,"symbol":"BTC/USD"}', 'ticker:BTC/USD'],
  ['{"channel":"trade","snapshot":false,"symbol":"BTC/USD"}', 'trades:BTC/USD'],
  [
    '{"channel":"ohlc","interval":21600,"symbol":"BTC/USD","warnings":["timestamp is deprecated"]}',
    'candles:BTC/USD:15d',
  ],
  ['{"channel":"trade","snapshot":false,"symbol":"AAPLx/USD"}', 'trades:AAPLX/USD'],
  ['{"channel":"trade","snapshot":false,"symbol":"ETH/USD"}', 'trades:ETH/USD'],
])('%s is accepted', (result, key) => {
  const frame = `{"method":"subscribe","result":${result},"success":true,"req_id":7}`

  expect(only(frame)).toEqual({ kind: 'accepted', requestId: 7, keys: [key] })
})

test('an answer to a request without an id has none', () => {
  expect(only(changed(ACCEPTED, ',"req_id":7', ''))).toEqual({ kind: 'accepted', keys: ['orderbook:BTC/USD'] })
})

test('a refusal names the symbol and, where Kraken sends it, the request', () => {
  const reason = 'Currency pair not supported XBT/USDT'

  expect(only(REFUSED)).toEqual({ kind: 'refused', symbol: 'XBT/USDT', reason })
  expect(only(changed(REFUSED, '"success"', '"req_id":9,"success"'))).toEqual({
    kind: 'refused',
    requestId: 9,
    symbol: 'XBT/USDT',
    reason,
  })
  expect(only('{"error":"no","method":"subscribe","success":false,"symbol":"AAPLx/USD"}')).toEqual({
    kind: 'refused',
    symbol: 'AAPLX/USD',
    reason: 'no',
  })
})

test.each([
  [
    '{"error":"Exceeded msg rate","method":"subscribe","success":false,"req_id":3}',
    { requestId: 3, reason: 'Exceeded msg rate', transient: true },
  ],
  ['{"error":"Malformed request","success":false}', { reason: 'Malformed request' }],
  ['{"method":"subscribe","success":false}', { reason: 'no reason given' }],
])('%s refuses without a symbol', (frame, expected) => {
  expect(only(frame)).toEqual({ kind: 'refused', ...expected })
})

test('giving up is acknowledged by request, so that a new subscription to the same is not taken for acknowledged', () => {
  expect(only(changed(ACCEPTED, 'subscribe', 'unsubscribe'))).toEqual({ kind: 'accepted', requestId: 7 })
})

test('what cannot be given up is not subscribed, which is what was asked for', () => {
  const frame =
    '{"error":"Subscription Not Found","method":"unsubscribe","success":false,"symbol":"BTC/USD","req_id":8}'

  expect(only(frame)).toEqual({ kind: 'accepted', requestId: 8 })
})

test('giving up too fast is to be tried again', () => {
  const frame = '{"error":"Exceeded msg rate","method":"unsubscribe","success":false,"symbol":"BTC/USD","req_id":8}'

  expect(only(frame)).toEqual({
    kind: 'refused',
    requestId: 8,
    symbol: 'BTC/USD',
    reason: 'Exceeded msg rate',
    transient: true,
  })
})

test.each([
  ['book', 'orderbook:AAPLX/USD'],
  ['ticker', 'ticker:AAPLX/USD'],
  ['trade', 'trades:AAPLX/USD'],
  ['ohlc', 'candles:AAPLX/USD:15d'],
])('what is subscribed already is accepted, of any channel: %s', (_, key) => {
  const frame =
    '{"error":"Already subscribed","method":"subscribe","req_id":2,"success":false,"symbol":"AAPLx/USD","time_in":"2025-12-20T07:39:28.809188Z","time_out":"2025-12-20T07:39:28.809200Z"}'

  expect(only(frame)).toMatchObject({ kind: 'accepted', requestId: 2, keys: expect.arrayContaining([key]) })
})

test.each(['"symbol":"BTC/USD"', '"req_id":2'])('what is subscribed already cannot be told by %s alone', (about) => {
  expect(only(`{"error":"Already subscribed","method":"subscribe","success":false,${about}}`)).toMatchObject({
    kind: 'refused',
    reason: 'Already subscribed',
  })
})

test('a ping that is refused was answered', () => {
  expect(only('{"error":"Malformed request","method":"ping","success":false,"req_id":8}')).toEqual({
    kind: 'control',
    name: 'refused',
  })
})
