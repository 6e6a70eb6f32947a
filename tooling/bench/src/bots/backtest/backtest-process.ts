import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import {
  type BacktestOptions,
  EventFile,
  type EventSource,
  type PlayedEvent,
  runBacktest,
  sourceOf,
} from '@md/bot-engine/backtest'
import { systemClock } from '@md/runtime'
import { answering } from '../../child.ts'
import { startProfile } from '../../stage/cpu-profile.ts'
import { INSTRUMENTS, marketAt } from '../markets.ts'
import { emaCross } from '../strategies/ema-cross.ts'
import { quoting } from '../strategies/quoting.ts'
import type { BacktestCalls, BacktestOrder, BacktestSpeed } from './calls.ts'
import { bookAndTrades, tickers } from './played.ts'

const SEED = 3

async function run({ events, folder, play, profile }: BacktestOrder): Promise<BacktestSpeed> {
  const isBook = play === 'book with fills, in memory'
  const made = isBook ? bookAndTrades(events, SEED) : tickers(events, SEED)
  const path = `${folder}/events.ndjson`
  if (play === 'ticker, from a file') await write(path, made)
  const source = sourceFor(play, path, made)
  const endProfile = profile === undefined ? undefined : await startProfile(profile)
  const cpu = process.cpuUsage()
  const began = systemClock.monotonic()
  const result = await runBacktest(isBook ? ofBook(source) : ofTickers(source))
  const ms = systemClock.monotonic() - began
  const { system, user } = process.cpuUsage(cpu)
  await endProfile?.()
  const fileMb = play === 'ticker, from a file' ? (await stat(path)).size / 2 ** 20 : undefined
  const played = result.counts.events.played
  return { play, events: played, ms, cpuMs: (system + user) / 1_000, fills: result.fills.length, fileMb }
}

function sourceFor(play: BacktestOrder['play'], path: string, made: Iterable<PlayedEvent>): EventSource {
  if (play === 'ticker, from a file') return new EventFile(path).read()
  return sourceOf(play === 'ticker, made on the way' ? made : [...made])
}

const ofTickers = (source: EventSource): BacktestOptions => ({
  strategy: emaCross(() => undefined),
  params: { ...marketAt(0), fast: 500, slow: 2_000, amount: '1' },
  source,
  instruments: INSTRUMENTS,
  barriers: { stopLoss: 0.05, takeProfit: 0.1 },
  limits: { maxPositionValue: '1000', maxOrdersPerMinute: 60 },
})

const ofBook = (source: EventSource): BacktestOptions => ({
  strategy: quoting(),
  params: { ...marketAt(0), amount: '1', every: 500 },
  source,
  instruments: INSTRUMENTS,
  limits: { maxPositionValue: '1000' },
})

async function write(path: string, events: Iterable<unknown>): Promise<void> {
  const file = createWriteStream(path)
  let text = ''
  for (const event of events) {
    text += `${JSON.stringify(event)}\n`
    if (text.length < 1 << 20) continue
    if (!file.write(text)) await once(file, 'drain')
    text = ''
  }
  file.end(text)
  await once(file, 'finish')
}

answering<BacktestCalls>({ run })
