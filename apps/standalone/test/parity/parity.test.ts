import type { AnyStrategy } from '@md/bot-engine'
import { strategies } from '@md/bot-engine/strategies'
import { describe, expect, test } from 'vitest'
import { backtestJournal, paperJournal, type RunOptions } from './paper-run.ts'
import { instrumentAt, seededMarket } from './seeded-market.ts'
import { conflatedBy, PARAMS } from './strategies.ts'

const EVENTS = 700

const LATENCIES = [
  { orderMs: 0, cancelMs: 0, jitterMs: 0 },
  { orderMs: 60, cancelMs: 40, jitterMs: 30 },
] as const

const optionsFor = (strategy: AnyStrategy, seed: number, latency: (typeof LATENCIES)[number]): RunOptions => ({
  strategy,
  params: PARAMS[strategy.name] ?? PARAMS['book-imbalance'],
  events: seededMarket(seed, EVENTS),
  instruments: [instrumentAt('binance'), instrumentAt('kraken')],
  balances: { USDT: '10000', BTC: '10' },
  limits: { maxOrderValue: 500, maxOpenOrders: 12, priceCollar: 0.02, maxOrdersPerMinute: 30 },
  paper: { latency },
  seed,
})

interface Parting {
  readonly line: number
  readonly backtest: string | undefined
  readonly paper: string | undefined
  readonly before: readonly string[]
}

function whereTheyPart(backtest: readonly string[], paper: readonly string[]): Parting | undefined {
  const length = Math.max(backtest.length, paper.length)
  for (let line = 0; line < length; line++)
    if (backtest[line] !== paper[line])
      return { line, backtest: backtest[line], paper: paper[line], before: backtest.slice(Math.max(0, line - 4), line) }
  return undefined
}

describe.each([...strategies, conflatedBy('latest'), conflatedBy({ throttleMs: 4_000 })])('$name', (strategy) => {
  describe.each(LATENCIES)('with a latency of $orderMs ± $jitterMs ms', (latency) => {
    test.each([1, 2])('backtest and paper write the same journal, byte for byte (seed %i)', async (seed) => {
      const options = optionsFor(strategy, seed, latency)
      const backtest = await backtestJournal(options)
      const paper = await paperJournal(options)
      expect(whereTheyPart(backtest.lines, paper.lines)).toBeUndefined()
      if (process.env['SHOW']) console.log(strategy.name, backtest.lines.length, backtest.lines.filter((l) => l.includes('"type":"intent"')).length, backtest.lines.filter((l) => l.includes('"type":"fill"')).length)
    })
  })
})
