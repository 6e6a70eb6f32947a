import { silentLogger, type VenueEvent } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { buy, EngineStage, puppet, turns } from '../../test/engine-stage.ts'
import { PaperFeed } from '../../test/paper-feed.ts'
import { INSTRUMENT } from '../../test/paper-stage.ts'
import { PaperVenue } from '../paper/paper-venue.ts'
import { Gate } from '../risk/gate.ts'
import { KillSwitch } from '../risk/kill-switch.ts'
import { MemoryStore } from '../store/memory-store.ts'
import { VenueHub } from '../venue/venue-hub.ts'

const EXCHANGES = ['binance', 'okx'] as const
const OKX = { exchange: 'okx', symbol: 'BTC/USDT' } as const

/** One bot on two venues, each of which can be made to say that it is away. */
async function onTwoVenues(hooks: Parameters<typeof puppet>[0] = {}) {
  const clock = new ManualClock()
  const feed = new PaperFeed(clock)
  const killSwitch = new KillSwitch({
    store: new MemoryStore(),
    onFailure: (error) => expect.unreachable(String(error)),
  })
  const tell = new Map<string, (event: VenueEvent) => void>()
  const accounts = EXCHANGES.map((exchange) => {
    const instruments = [{ ...INSTRUMENT, exchange }]
    const balances = { USDT: exchange === 'binance' ? '1000' : '300', ...(exchange === 'okx' ? { BTC: '2' } : {}) }
    const venue = new PaperVenue({ exchange, feed, instruments, balances, clock, random: () => 0 })
    const connect = venue.connect.bind(venue)
    venue.connect = (listener) => {
      tell.set(exchange, listener)
      return connect(listener)
    }
    const gate = new Gate({ venue, killSwitch, clock })
    return { name: 'paper', exchange, gate, hub: new VenueHub(gate.venue, { logger: silentLogger }) }
  })
  const reference = {
    instruments: async (exchange: string) =>
      EXCHANGES.filter((one) => one === exchange).map((one) => ({ ...INSTRUMENT, exchange: one })),
    candles: async () => [],
  }
  const { does, strategy } = puppet(
    hooks,
    EXCHANGES.map((exchange) => ({ exchange, symbol: 'BTC/USDT', channel: 'ticker' as const })),
  )
  const stage = await new EngineStage(strategy, { clock, feed, bot: { accounts, reference } }).begun()
  const say = async (exchange: (typeof EXCHANGES)[number], connected: boolean) => {
    tell.get(exchange)?.({ type: 'connectivity', data: { connected, reason: 'maintenance' } })
    await turns()
  }
  return { stage, does, say }
}

test('a venue that comes back does not make up for another that is away', async () => {
  const { does, say, stage } = await onTwoVenues()
  await say('okx', false)
  await say('binance', false)
  await say('binance', true)
  expect(stage.engine.status()).toMatchObject({ state: 'degraded', reason: 'okx takes no orders: maintenance' })
  does(buy('0.5'))
  await stage.price(100)
  expect(stage.told.refusal).toMatchObject([{ refusal: { code: 'feed-down' } }])
  await say('okx', true)
  expect(stage.engine.state).toBe('running')
})

test('positions of one symbol at two venues are two', async () => {
  const { does, stage } = await onTwoVenues()
  does(buy('0.5'))
  await stage.price(100)
  expect(stage.engine.status().positions).toMatchObject([
    { market: { exchange: 'binance' }, size: expect.closeTo(0.5, 2) },
    { market: { exchange: 'okx' }, amount: '0' },
  ])
})

test('a balance is that of the venue that is asked about, and of the first one unless told', async () => {
  const free: unknown[] = []
  const { stage } = await onTwoVenues({
    ticker: (ctx) => {
      free.push(ctx.free('USDT'), ctx.free('USDT', OKX), ctx.free('BTC'), ctx.free('BTC', OKX))
    },
  })
  await stage.price(100)
  expect(free.slice(0, 4)).toEqual(['1000', '300', '0', '2'])
})

test('a feed that is away is named, whichever other one comes back', async () => {
  const { stage } = await onTwoVenues()
  const feed = (exchange: 'binance' | 'okx', connected: boolean) => {
    const state = connected ? 'CONNECTED' : 'RECONNECTING'
    const data = { exchange, state, previous: 'CONNECTED', reason: 'the network', at: 0 } as const
    stage.feed.event({ type: connected ? 'exchange:connected' : 'exchange:disconnected', data })
  }
  feed('okx', false)
  feed('binance', false)
  feed('binance', true)
  expect(stage.engine.status()).toMatchObject({ state: 'degraded', reason: 'okx is not connected: the network' })
  feed('okx', true)
  expect(stage.engine.state).toBe('running')
})
