import { ConnectionState, type EventType } from '@md/types'
import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { anUpdate, aRestSnapshot } from '../test/a-book-keeper.ts'
import { anAdapter } from '../test/an-adapter.ts'
import { settled } from '../test/fake-exchange.ts'

const TRADES = { channel: 'trades', symbol: 'BTC/USDT' } as const
const BOOK = { channel: 'orderbook', symbol: 'BTC/USDT' } as const

/** An adapter that follows trades and a book, both standing. */
async function aBusyAdapter(...options: Parameters<typeof anAdapter>) {
  const made = anAdapter(
    { rest: { bookSnapshot: () => Promise.resolve(aRestSnapshot(10)) }, ...options[0] },
    options[1],
  )
  const { adapter, exchange, connect, advance } = made
  await connect()
  const subscribing = [TRADES, BOOK].map((request) => adapter.subscribe(request))
  await advance(0)
  exchange.socket.acknowledge()
  await Promise.all(subscribing)
  await advance(0)
  exchange.socket.say({ kind: 'trade', trade: aTrade({ id: '1' }) })
  return made
}

/** Makes things happen that tell every kind of event: data, a hole in the book, a loss, a return. */
async function happen({ exchange, advance }: Awaited<ReturnType<typeof aBusyAdapter>>): Promise<void> {
  const say = (id: number) => {
    exchange.open.at(-1)?.say({ kind: 'trade', trade: aTrade({ id: String(id) }) }, anUpdate(id + 10))
  }
  say(2)
  say(5)
  await advance(5_000, 5)
  exchange.open.at(-1)?.drop()
  await settled()
  await advance(10_000, 10)
  exchange.open.at(-1)?.accept()
  await settled()
  await advance(10_000, 10)
}

test.each<EventType>([
  'trade',
  'orderbook',
  'gap',
  'exchange:error',
  'exchange:disconnected',
  'exchange:reconnecting',
  'exchange:connected',
])('a listener for %s may disconnect: nothing is told afterwards, and nothing is left', async (type) => {
  const made = await aBusyAdapter()
  const { adapter, exchange, clock, events } = made
  let disconnecting: Promise<void> | undefined
  let told = Number.NaN
  adapter.on(type, () => {
    disconnecting ??= adapter.disconnect()
  })

  await happen(made)
  await disconnecting
  told = events.length
  expect(disconnecting).toBeDefined()
  await happen(made)

  expect([adapter.state, clock.pending, exchange.open]).toEqual([ConnectionState.DISCONNECTED, 0, []])
  expect(events.slice(told)).toEqual([])
})

test('a listener for the book that ends may connect again: it waits for the end', async () => {
  const { adapter, exchange, told } = await aBusyAdapter()
  let connecting: Promise<void> | undefined
  adapter.on('orderbook', ({ status }) => {
    if (status === 'stale') connecting ??= adapter.connect()
  })

  await adapter.disconnect()
  expect(told('exchange:disconnected')).toHaveLength(1)
  await settled()
  exchange.socket.accept()
  await connecting

  expect([adapter.state, exchange.sockets.length]).toEqual([ConnectionState.CONNECTED, 2])
})

test('whoever is told that attempts are spent may connect again at once', async () => {
  const { adapter, exchange } = await aBusyAdapter({}, { reconnection: { maxAttempts: 0 } })
  let connecting: Promise<void> | undefined
  adapter.on('exchange:disconnected', ({ state }) => {
    if (state === ConnectionState.TERMINATED) connecting ??= adapter.connect()
  })

  exchange.socket.drop()
  await settled()
  expect(adapter.orderBook('BTC/USDT')?.status).toBe('stale')
  exchange.socket.accept()
  await connecting

  expect([adapter.state, exchange.sockets.length]).toEqual([ConnectionState.CONNECTED, 2])
})

test('whoever looks for what is overdue and is told of it may disconnect', async () => {
  const { adapter, exchange, clock, connect, advance } = anAdapter({}, { timeout: 5_000 })
  await connect()
  const refused = adapter.subscribe(TRADES).catch(() => adapter.disconnect())

  await advance(10_000, 10)
  await refused

  expect([adapter.state, clock.pending, exchange.open]).toEqual([ConnectionState.DISCONNECTED, 0, []])
})

test('a listener may give up what it is just being told of', async () => {
  const { adapter, exchange, told } = await aBusyAdapter()
  adapter.on('trade', () => void adapter.unsubscribe(TRADES))

  exchange.socket.say(...['2', '3'].map((id) => ({ kind: 'trade', trade: aTrade({ id }) }) as const))

  expect(told('trade').map(({ id }) => id)).toEqual(['1', '2'])
  expect(adapter.getMetrics()).toMatchObject({ subscriptions: 1, skipped: { unrequested: 1 } })
})

test('a listener may ask for more while it is being told', async () => {
  const { adapter, exchange, advance } = await aBusyAdapter()
  const asked: Promise<void>[] = []
  adapter.on('trade', () => asked.push(adapter.subscribe({ channel: 'ticker', symbol: 'BTC/USDT' })))

  exchange.socket.say(...['2', '3'].map((id) => ({ kind: 'trade', trade: aTrade({ id }) }) as const))
  await advance(0)
  exchange.socket.acknowledge()
  await Promise.all(asked)

  expect(exchange.socket.asked.filter((text) => text.includes('ticker'))).toHaveLength(1)
})
