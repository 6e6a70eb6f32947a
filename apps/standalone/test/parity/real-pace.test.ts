import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JournalEntry, readJournal, replayJournal } from '@md/bot-engine'
import { seededRandom } from '@md/bot-engine/backtest'
import { openSqliteStore } from '@md/bot-engine/sqlite'
import { strategies } from '@md/bot-engine/strategies'
import { type Bots, readBots, startBots } from '@md/bots'
import { type ExchangeSimulator, startExchange } from '@md/exchange-simulator'
import { adapterOf } from '@md/exchanges'
import { MarketDataWebSocketManager } from '@md/manager'
import { systemClock } from '@md/runtime'
import { silentLogger } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { conflatedBy } from './strategies.ts'

const all = [...strategies, conflatedBy('latest'), conflatedBy({ throttleMs: 60 })]
const shared = { clock: systemClock, logger: silentLogger } as const

const BINANCE = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const KRAKEN = { exchange: 'kraken', symbol: 'BTC/USD' } as const
const dca = {
  base: 150,
  safety: { spend: 150, count: 4, step: 0.001 },
  takeProfit: 0.001,
  maxSpend: 1_500,
  pauseMs: 200,
}

/** Every kind of subscription, orders that rest and orders that take, and an indicator that is warmed up. */
const BOTS = [
  {
    id: 'maker',
    strategy: 'market-making',
    ...BINANCE,
    params: { amount: 0.01, spread: 0.0002, minChange: 0.00002, maxInventory: 0.05 },
  },
  { id: 'latest', strategy: 'conflated-latest', ...BINANCE, params: { amount: 0.01 } },
  { id: 'throttled', strategy: 'conflated-throttled', ...BINANCE, params: { amount: 0.01 } },
  { id: 'dca', strategy: 'dca', ...KRAKEN, params: dca, barriers: { stopLoss: 0.05 } },
  { id: 'cross', strategy: 'ma-cross', ...KRAKEN, params: { interval: '1m', amount: 0.01, fast: 2, slow: 4 } },
].map((bot) => ({ ...bot, journal: { inputs: true } }))

const paper = {
  balances: { USDT: '1000000', USD: '1000000', BTC: '10' },
  latency: { orderMs: 5, cancelMs: 5, jitterMs: 4 },
}

const FILE = readBots(JSON.stringify({ bots: BOTS, paper }), { file: 'parity', strategies: all })

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'real-pace-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function exchanges() {
  const [binance, kraken] = await Promise.all([
    startExchange({ exchange: 'binance', rate: 60 }),
    startExchange({ exchange: 'kraken', rate: 60 }),
  ])
  const optionsFor = ({ restUrl, url }: ExchangeSimulator) => ({
    ...shared,
    liveQuotes: true,
    url,
    restUrl,
    reconnection: { initialDelay: 50 },
  })
  const manager = new MarketDataWebSocketManager({
    adapters: {
      binance: () => adapterOf('binance', optionsFor(binance)),
      kraken: () => adapterOf('kraken', optionsFor(kraken)),
    },
    ...shared,
  })
  onTestFinished(async () => {
    await manager.disconnectAll()
    await Promise.all([binance.close(), kraken.close()])
  })
  return { binance, manager }
}

async function until(what: string, is: () => boolean): Promise<void> {
  const deadline = systemClock.monotonic() + 60_000
  while (!is()) {
    if (systemClock.monotonic() > deadline) throw new Error(`${what}: not within a minute`)
    await new Promise<void>((resolve) => systemClock.after(20, resolve))
  }
}

const heard = ({ fleet }: Bots, events: number): boolean =>
  ['maker', 'latest', 'throttled', 'dca'].every((id) => (fleet.bot(id)?.status().counters.hooks ?? 0) >= events)

/** One life of all bots: `meanwhile` when each has heard something. */
async function live(folder: string, feed: MarketDataWebSocketManager, meanwhile: () => void): Promise<void> {
  const storage = await openSqliteStore({ path: join(folder, 'bots.sqlite'), owner: 'parity', logger: silentLogger })
  const surroundings = { feed, reference: feed, storage, folder, random: seededRandom(1), ...shared }
  const bots = await startBots({ file: FILE, ...surroundings })
  try {
    await until('the bots hear the market', () => heard(bots, 20))
    meanwhile()
    await until('they hear it after that', () => heard(bots, 60))
  } finally {
    await bots.drain(1_000)
  }
}

/** A journal by its runs: each begins with what the bot was told to be. */
async function runsOf(folder: string, id: string): Promise<readonly (readonly JournalEntry[])[]> {
  const reading = readJournal(join(folder, 'journal', id))
  const runs: JournalEntry[][] = []
  for await (const entry of reading) {
    if (entry.type === 'begin') runs.push([])
    runs.at(-1)?.push(entry)
  }
  expect(reading.problems).toEqual([])
  return runs
}

test('what bots journalled at real pace, over a cut and a restart, gives the same decisions when it is played again', {
  timeout: 150_000,
}, async () => {
  const folder = await aFolder()
  const { binance, manager } = await exchanges()
  await live(folder, manager, () => binance.inject({ kind: 'drop' }))
  await live(folder, manager, () =>
    binance.inject({ kind: 'gap', symbol: BINANCE.symbol, channel: 'orderbook', count: 3 }),
  )

  let intents = 0
  for (const { id } of BOTS) {
    const strategy = FILE.bots.find((bot) => bot.id === id)?.strategy
    if (strategy === undefined) throw new Error(`there is no bot ${id}`)
    const runs = await runsOf(folder, id)
    expect(runs).toHaveLength(2)
    for (const run of runs) {
      expect(replayJournal(run, strategy), id).toMatchObject({ entries: run.length, difference: undefined })
      intents += run.filter(({ type }) => type === 'intent').length
    }
    expect(runs[1]?.[0]).toMatchObject({ type: 'begin', fence: 2 })
  }
  expect(intents).toBeGreaterThan(5)
})
