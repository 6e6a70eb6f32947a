import type { AnyStrategy } from '@md/bot-engine'
import { strategies } from '@md/bot-engine/strategies'
import { expect, test } from 'vitest'
import { backtestJournal, paperJournal, type RunOptions } from './paper-run.ts'
import { instrumentAt, SYMBOL, seededMarket } from './seeded-market.ts'
import { conflatedBy, PARAMS } from './strategies.ts'

const EVENTS = 600

/** An order that arrives at once meets what its own fills set off; one that travels meets later events. */
const RUNS = [
  { seed: 1, latency: { orderMs: 0, cancelMs: 0, jitterMs: 0 } },
  { seed: 2, latency: { orderMs: 60, cancelMs: 40, jitterMs: 30 } },
] as const

const optionsFor = (strategy: AnyStrategy, { latency, seed }: (typeof RUNS)[number]): RunOptions => ({
  strategy,
  params: PARAMS[strategy.name] ?? PARAMS['book-imbalance'],
  events: seededMarket(seed, EVENTS),
  instruments: [instrumentAt('binance'), instrumentAt('kraken')],
  balances: { USDT: '10000', BTC: '10' },
  limits: { maxOrderValue: '500', maxOpenOrders: 12, priceCollar: 0.02, maxOrdersPerMinute: 30 },
  paper: { latency },
  seed,
})

const startOf = ([begin = '{}']: readonly string[]): number => Number(JSON.parse(begin).at)

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

const tested = [...strategies, conflatedBy('latest'), conflatedBy({ throttleMs: 4_000 })]
const cases = tested.flatMap((strategy) => RUNS.map((run) => ({ name: strategy.name, strategy, ...run })))

// They wait for the disk and for each other, not for time.
const TIMEOUT_MS = 120_000

test.concurrent.each(cases)(
  'backtest and paper write the same journal, byte for byte: $name, seed $seed',
  async ({ strategy, ...run }) => {
    const options = optionsFor(strategy, run)
    const backtest = await backtestJournal(options)
    // A backtest begins before its first event by what the venue needs to answer.
    const paper = await paperJournal(options, startOf(backtest))
    expect(whereTheyPart(backtest, paper)).toBeUndefined()
    expect(backtest.filter((line) => line.includes('"type":"intent"')).length).toBeGreaterThan(0)
    expect(backtest.filter((line) => line.includes('"type":"fault"'))).toEqual([])
    expect(backtest.some((line) => line.includes(SYMBOL))).toBe(true)
  },
  TIMEOUT_MS,
)
