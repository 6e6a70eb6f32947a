import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { type JournalEntry, MemoryStore } from '@md/bot-engine'
import { anInstrument } from '@md/bot-engine/testing'
import { type Fill, type MarketFeed, silentLogger } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, onTestFinished, test } from 'vitest'
import { STRATEGIES } from '../../test/strategies.ts'
import { readBots } from '../read-bots.ts'
import { type Bots, startBots } from './bots.ts'
import type { BotsParts } from './parts.ts'

const SILENT_FEED: MarketFeed = {
  subscribe: async () => ({ unsubscribe: async () => undefined, [Symbol.asyncDispose]: async () => undefined }),
  on: () => () => undefined,
  orderBook: () => undefined,
}

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'md-bots-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const bot = (more: object = {}) =>
  JSON.stringify({
    bots: [
      { id: 'a', strategy: 'steps', exchange: 'kraken', symbol: 'BTC/USD', params: { lower: 1, upper: 2 }, ...more },
    ],
    paper: { latency: { orderMs: 0, cancelMs: 0, jitterMs: 0 } },
  })

const running = (text: string, more: Partial<BotsParts> = {}): Promise<Bots> =>
  startBots({
    file: readBots(text, { file: 'bots.yaml', strategies: STRATEGIES }),
    feed: SILENT_FEED,
    reference: {
      instruments: async () => [anInstrument({ exchange: 'kraken', symbol: 'BTC/USD' })],
      candles: async () => [],
    },
    storage: new MemoryStore(),
    folder: aFolder(),
    clock: new ManualClock(),
    logger: silentLogger,
    random: () => 0.5,
    ...more,
  })

test('a bot that is to leave before it has begun does not begin', async () => {
  const bots = await running(bot({ journal: { inputs: true } }))
  await bots.drain(0)
  expect(bots.fleet.ids).toEqual([])
})

test('a bot is not armed alone while the whole process is halted', async () => {
  const bots = await running(bot())
  const drill = { reason: 'a drill', by: 'ada' }
  await bots.commandAll('halt', drill)
  await expect(bots.commandBot('a', 'rearm', drill)).rejects.toThrow('it is the process that is halted (a drill)')
  expect(bots.reports()).toMatchObject([{ id: 'a', trading: 'halted' }])
  await bots.commandAll('rearm', drill)
  expect(bots.reports()).toMatchObject([{ id: 'a', trading: 'active' }])
  await bots.drain(0)
})

const FILL: Fill = {
  exchange: 'kraken',
  symbol: 'BTC/USD',
  tradeId: 't1',
  clientOrderId: 'c1',
  side: 'buy',
  price: '100',
  amount: '0.5',
  fee: '0',
  feeAsset: 'USD',
  liquidity: 'taker',
  timestamp: 1,
}

const RESTING = {
  ref: 'exit',
  sequence: 2,
  request: {
    exchange: 'kraken',
    symbol: 'BTC/USD',
    clientOrderId: 'c2',
    side: 'sell',
    type: 'limit',
    amount: '0.5',
    price: '200',
  },
  purpose: 'exit',
  because: 'a profit',
  createdAt: 1,
  status: 'open',
  venueOrderId: 'v2',
  filled: '0',
  booked: '0',
  cancelling: false,
  settledBy: undefined,
  reject: undefined,
} as const

const BOUGHT: Extract<JournalEntry, { type: 'intent' }> = {
  n: 1,
  at: 1,
  type: 'intent',
  order: {
    ...RESTING,
    ref: 'entry',
    sequence: 1,
    request: { ...RESTING.request, clientOrderId: 'c1', side: 'buy', price: '100' },
    purpose: 'exposure',
    status: 'intended',
    venueOrderId: undefined,
  },
}

/** A store that a bot has left something in, and a log that is read. */
async function leftBehind(id: string, fill: Partial<Fill> = {}) {
  const storage = new MemoryStore()
  const lease = await storage.acquire(id)
  await storage.append(lease, [
    BOUGHT,
    { n: 2, at: 1, type: 'fill', fill: { ...FILL, ...fill } },
    { n: 3, at: 1, type: 'intent', order: RESTING },
  ])
  await lease.release()
  const warnings: unknown[] = []
  const logger = { ...silentLogger, warn: (details: object, message: string) => warnings.push([message, details]) }
  return { storage, warnings, logger }
}

test('a bot that left the file while nobody ran it is told with what it left, and does not trade', async () => {
  const { storage, warnings, logger } = await leftBehind('gone')
  const bots = await running(bot(), { storage, logger })
  const left = {
    positions: [{ market: { exchange: 'kraken', symbol: 'BTC/USD' }, amount: '0.5' }],
    openOrders: [{ ref: 'exit', clientOrderId: 'c2', status: 'open' }],
  }
  expect(bots.standing()).toMatchObject({ orphans: [{ id: 'gone', ...left }] })
  expect(warnings).toMatchObject([
    ['a bot that is not in the bots file has left something behind', { botId: 'gone', ...left }],
  ])
  expect(bots.reports().map(({ id }) => id)).toEqual(['a'])
  expect(bots.fleet.ids).not.toContain('gone')
  await bots.drain(0)
})

test('a bot that is in the file, or has nothing that can be sold, is no orphan', async () => {
  const known = await leftBehind('a')
  const bots = await running(bot(), known)
  expect(bots.standing()).toMatchObject({ orphans: [] })
  await bots.drain(0)

  const storage = new MemoryStore()
  const lease = await storage.acquire('dust')
  await storage.append(lease, [BOUGHT, { n: 2, at: 1, type: 'order', state: { ...STATE, status: 'cancelled' } }])
  await storage.append(lease, [{ n: 3, at: 1, type: 'fill', fill: { ...FILL, amount: '0.00001' } }])
  await lease.release()
  const others = await running(bot(), { storage })
  expect(others.standing()).toMatchObject({ orphans: [] })
  await others.drain(0)
})

const STATE = {
  exchange: 'kraken',
  symbol: 'BTC/USD',
  clientOrderId: 'c1',
  venueOrderId: 'v1',
  side: 'buy',
  amount: '0.5',
  filled: '0.00001',
  price: '100',
} as const

async function whileTimePasses(clock: ManualClock, work: Promise<unknown>): Promise<void> {
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  while (!isDone) {
    clock.advance(100)
    await setImmediate()
  }
  await done
}

test('a reload that takes a bot out of the file tells what it keeps, and one that puts it back tells nothing', async () => {
  const { storage, logger } = await leftBehind('a')
  const files = [{ ...JSON.parse(bot()), bots: [] }, { ...JSON.parse(bot()) }]
  const read = async () => readBots(JSON.stringify(files.shift()), { file: 'bots.yaml', strategies: STRATEGIES })
  const clock = new ManualClock()
  const bots = await running(bot(), { storage, logger, read, clock })
  const drill = { reason: 'a drill', by: 'ada' }
  await whileTimePasses(clock, bots.commandAll('reload', drill))
  expect(bots.standing()).toMatchObject({ orphans: [{ id: 'a', positions: [{ amount: '0.5' }] }] })
  await whileTimePasses(clock, bots.commandAll('reload', drill))
  expect(bots.standing()).toMatchObject({ orphans: [] })
  await bots.drain(0)
})

test('a store that cannot tell what a bot left behind says why', async () => {
  const { storage, logger } = await leftBehind('gone')
  storage.leftBehind = async () => {
    throw new Error('the disk is gone')
  }
  const bots = await running(bot(), { storage, logger })
  expect(bots.standing()).toMatchObject({ orphans: [{ id: 'gone', problem: 'the disk is gone' }] })
  await bots.drain(0)
})

test('the last fill of a bot is told after a restart as well', async () => {
  const { storage } = await leftBehind('a')
  const bots = await running(bot(), { storage })
  await expect.poll(() => bots.reports()[0]?.lastFill).toMatchObject({ tradeId: 't1', amount: '0.5' })
  await bots.drain(0)
})
