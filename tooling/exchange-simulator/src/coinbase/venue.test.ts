import { createHmac } from 'node:crypto'
import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { Bench, type Json } from '../../test/client.ts'

const bench = new Bench()
afterEach(bench.clear)

const subscribe = (products: readonly string[], ...channels: readonly unknown[]): Json => ({
  type: 'subscribe',
  product_ids: products,
  channels,
})

async function connected(options = {}) {
  const clock = new ManualClock()
  const exchange = await bench.exchange({ exchange: 'coinbase', clock, ...options })
  return { exchange, clock, client: await bench.client(exchange) }
}

test('acknowledges with the whole state, under names that are not the ones asked for', async () => {
  const { client } = await connected()

  client.send(subscribe(['BTC-USD'], 'level2_batch', { name: 'ticker_batch', product_ids: ['ETH-USD'] }))
  expect(await client.next('subscriptions')).toBe(
    '{"type":"subscriptions","channels":[{"name":"level2_50","product_ids":["BTC-USD"],"account_ids":null},{"name":"ticker_1000","product_ids":["BTC-USD","ETH-USD"],"account_ids":null}]}',
  )

  client.send({ type: 'unsubscribe', product_ids: ['BTC-USD'], channels: ['level2_batch', 'ticker_batch'] })
  expect(await client.next('subscriptions')).toBe(
    '{"type":"subscriptions","channels":[{"name":"ticker_1000","product_ids":["ETH-USD"],"account_ids":null}]}',
  )
})

test('refuses the whole message for one product it does not list', async () => {
  const { client, exchange } = await connected()

  client.send(subscribe(['BTC-USD', 'NOPE-USD'], 'matches'))

  expect(await client.next()).toBe(
    '{"type":"error","message":"Failed to subscribe","reason":"NOPE-USD is not a valid product"}',
  )
  exchange.truth('BTC/USD')
  exchange.step(20)
  await client.settled()
  expect(client.frames).toHaveLength(1)
})

test.each([
  [
    'level2 without a key',
    subscribe(['BTC-USD'], 'level2'),
    'level2, level3, and full channels now require authentication.',
  ],
  ['a channel it does not have', subscribe(['BTC-USD'], 'candles'), 'candles is not a valid channel'],
  [
    'no channels',
    { type: 'subscribe', product_ids: ['BTC-USD'] },
    'channels must be an array of names or of {name, product_ids}',
  ],
  ['no products', subscribe([], 'ticker'), 'product_ids must not be empty'],
])('refuses %s', async (_, request, reason) => {
  const { client } = await connected()

  client.send(request)

  expect(await client.nextJson()).toEqual({ type: 'error', message: 'Failed to subscribe', reason })
})

test('grants level2 to a signature that is right, and to no other', async () => {
  const secret = Buffer.from('a secret of sixty-four bytes, or so the venue says it is.').toString('base64')
  const { client, clock } = await connected({ credentials: { key: 'k', secret, passphrase: 'p' } })
  const timestamp = String(clock.now() / 1000)
  const signature = createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(`${timestamp}GET/users/self/verify`)
    .digest('base64')
  const signed = (proof: Json) => ({
    ...subscribe(['BTC-USD'], 'level2'),
    key: 'k',
    passphrase: 'p',
    timestamp,
    ...proof,
  })

  client.send(
    signed({ signature: 'wrong' }),
    signed({ signature, passphrase: 'q' }),
    signed({ signature, timestamp: '1' }),
  )
  for (let count = 0; count < 3; count++) expect(await client.next()).toContain('"message":"Authentication Failed"')

  client.send(signed({ signature }))
  expect(await client.next()).toContain('{"name":"level2","product_ids":["BTC-USD"],"account_ids":null}')
  expect(await client.next('snapshot')).toContain('"type":"snapshot","product_id":"BTC-USD","asks":[["')
})

test('closes a connection that does not subscribe within five seconds', async () => {
  const { client, clock, exchange } = await connected()
  const quick = await bench.client(exchange)
  quick.send(subscribe(['BTC-USD'], 'ticker'))
  await quick.settled()

  clock.advance(5000)

  expect((await client.closed).code).toBe(1008)
  expect(exchange.violations).toEqual(['no subscribe within 5000 ms of connecting'])
  expect(quick.socket.readyState).toBe(quick.socket.OPEN)
})

test('shows the last match once, then matches without a hole, with the side of the maker', async () => {
  const { client, exchange } = await connected()
  client.send(subscribe(['BTC-USD'], 'matches'), subscribe(['BTC-USD'], 'matches', 'heartbeat'))
  await client.next('last_match')
  await client.settled()
  expect(client.frames.filter((frame) => frame.includes('last_match'))).toHaveLength(1)

  exchange.step(60)
  await client.settled()

  const matches = client.frames
    .filter((frame) => frame.startsWith('{"type":"match"'))
    .map(
      (frame) => JSON.parse(frame) as { trade_id: number; side: string; price: string; size: string; sequence: number },
    )
  const { trades } = exchange.truth('BTC/USD')
  expect(
    matches.map(({ price, side, size, trade_id }) => [String(trade_id), Number(price), Number(size), side]),
  ).toEqual(trades.map(({ amount, id, price, side }) => [id, price, amount, side === 'buy' ? 'sell' : 'buy']))
  const sequences = matches.map(({ sequence }) => sequence)
  expect(sequences).toEqual([...sequences].sort((one, other) => one - other))
  expect(new Set(sequences).size).toBe(sequences.length)
})

test('sends a ticker with every match: the same trade, the same sequence, the side of the taker', async () => {
  const { client, exchange } = await connected()
  client.send(subscribe(['BTC-USD'], 'ticker', 'matches'))
  await client.settled()
  exchange.step(20)
  await client.settled()

  type Told = { type: string; trade_id: number; sequence: number; side: string }
  const all = client.frames.map((frame) => JSON.parse(frame) as Told)
  const matches = all.filter(({ type }) => type === 'match')
  expect(matches.length).toBeGreaterThan(0)
  for (const match of matches) {
    const ticker = all.find(({ trade_id, type }) => type === 'ticker' && trade_id === match.trade_id)
    expect(ticker).toMatchObject({ sequence: match.sequence, side: match.side === 'buy' ? 'sell' : 'buy' })
  }
})

test('sends the whole book, then changes that lead to the true one', async () => {
  const { client, exchange } = await connected()
  client.send(subscribe(['ETH-USD'], 'level2_batch'))
  const { asks, bids } = (await client.nextJson('snapshot')) as { asks: [string, string][]; bids: [string, string][] }
  exchange.step(200)
  await client.settled()

  const sides = { buy: new Map(bids), sell: new Map(asks) }
  const updates = client.frames
    .filter((frame) => frame.includes('l2update'))
    .map((frame) => JSON.parse(frame) as { changes: ['buy' | 'sell', string, string][] })
  for (const { changes } of updates) {
    for (const [side, price, size] of changes) {
      if (Number(size) === 0) sides[side].delete(price)
      else sides[side].set(price, size)
    }
  }
  const truth = exchange.truth('ETH/USD')
  const sorted = (side: ReadonlyMap<string, string>, order: 1 | -1) =>
    Array.from(side, ([price, size]) => [Number(price), Number(size)]).sort(
      ([one = 0], [other = 0]) => order * (one - other),
    )
  expect(sorted(sides.buy, -1)).toEqual(truth.bids)
  expect(sorted(sides.sell, 1)).toEqual(truth.asks)
  expect(truth.bids.length).toBeGreaterThan(400)
})

test('sends book changes in batches 50 ms apart when it runs by itself', async () => {
  const { client, clock } = await connected({ rate: 200 })
  client.send(subscribe(['BTC-USD'], 'level2_batch'))
  await client.settled()

  clock.advance(1000)
  await client.settled()

  const count = client.frames.filter((frame) => frame.includes('l2update')).length
  expect(count).toBeGreaterThan(15)
  expect(count).toBeLessThan(24)
})

test('beats once a second for every product, with the last trade id', async () => {
  const { client, clock, exchange } = await connected()
  client.send(subscribe(['BTC-USD', 'ETH-USD'], 'heartbeat'))
  await client.settled()
  exchange.step(10)

  clock.advance(1000)

  const first = await client.nextJson('heartbeat","last')
  expect(first).toMatchObject({ product_id: 'BTC-USD', last_trade_id: Number(exchange.truth('BTC/USD').lastTradeId) })
  expect(await client.nextJson('heartbeat","last')).toMatchObject({ product_id: 'ETH-USD' })
})

test('tells what is listed on the status channel, at once and every five seconds', async () => {
  const { client, clock } = await connected()
  client.send({ type: 'subscribe', channels: ['status'] })

  const status = (await client.nextJson('"type":"status"')) as { products: Json[]; currencies: Json[] }
  expect(status.products.map(({ id }) => id)).toContain('BTC-USD')
  clock.advance(5000)
  await client.next('"type":"status"')
})

test('closes a connection that sends more than 100 messages within a second', async () => {
  const { client, exchange } = await connected()

  client.send(...Array.from({ length: 101 }, () => subscribe(['BTC-USD'], 'ticker')))

  expect(await client.closed).toEqual({ code: 1008, reason: 'ErrSlowRead' })
  expect(exchange.violations).toEqual(['more than 100 messages within one second'])
})
