import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anInstrument } from '@md/bot-engine/testing'
import { deferred } from '@md/runtime'
import { type Instrument, type MarketFeed, silentLogger } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, onTestFinished, test } from 'vitest'
import { BotSide } from './bot-side.ts'
import { BotsSource } from './bots-source.ts'

const BTC_USD = anInstrument({ exchange: 'kraken', symbol: 'BTC/USD' })

const SILENT_FEED: MarketFeed = {
  subscribe: async () => ({ unsubscribe: async () => undefined, [Symbol.asyncDispose]: async () => undefined }),
  on: () => () => undefined,
  orderBook: () => undefined,
}

const GUARD = { amount: 1, entry: 100, barriers: { stopLoss: 0.1 } }
const BOT = { id: 'one', strategy: 'guard', exchange: 'kraken', symbol: 'BTC/USD', params: GUARD }

/** Bots that begin once the exchange has said what it lists. */
function aSide() {
  const folder = mkdtempSync(join(tmpdir(), 'md-bots-'))
  writeFileSync(join(folder, 'bots.yaml'), JSON.stringify({ bots: [BOT] }))
  const listed = deferred<readonly Instrument[]>()
  const reference = { instruments: () => listed.promise, candles: async () => [] }
  const common = { folder, logger: silentLogger, reference }
  const side = new BotSide({
    ...common,
    source: new BotsSource({ ...common, path: undefined, exchanges: ['kraken'], unify: async () => [] }),
    storePath: undefined,
    feed: SILENT_FEED,
    clock: new ManualClock(),
    random: () => 0.5,
    owner: 'a test',
  })
  onTestFinished(async () => {
    await side.drain(0)
    rmSync(folder, { recursive: true })
  })
  return { side, list: () => listed.resolve([BTC_USD]) }
}

test('a halt that comes while the bots are about to begin is obeyed', async () => {
  const { list, side } = aSide()
  const started = side.start()
  const halted = side.controls.command('/halt')?.({ reason: 'not today', by: 'ada' })
  list()
  await started
  expect(await halted).toMatchObject({ code: 200 })
  expect(side.status()).toMatchObject({ halts: [{ scope: 'process', cause: 'not today' }] })
})
