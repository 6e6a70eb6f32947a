import type { Barriers, RiskLimits } from '@md/bot-engine'
import {
  type BacktestResult,
  CANDLE_PATH,
  CandleHistory,
  type EventSource,
  merged,
  runBacktest,
} from '@md/bot-engine/backtest'
import { strategyByName } from '@md/bot-engine/strategies'
import { type Instrument, InvalidInputError, intervalMs } from '@md/types'
import { checkParams } from './check-params.ts'
import { openData } from './data/open-data.ts'
import type { OpenedData, TimeRange } from './data/opened.ts'
import { outside, type TimeSpan, timeSpan } from './data/time-span.ts'
import { withMarket } from './params.ts'
import { type Glimpse, glimpse, instrumentOf, keyOf } from './rules.ts'
import type { RunResult } from './run-result.ts'
import type { Setup } from './setup.ts'
import { ShortWarmUps } from './short-warm-ups.ts'

const EVERYTHING: TimeRange = { from: undefined, to: undefined }

/** What the engine says of data of which nothing is left. */
const isOfTime = (error: unknown): boolean =>
  error instanceof InvalidInputError && ['data', 'from'].includes(String(error.context['what']))

export interface RunWatch {
  readonly onProgress?: (events: number, at: number) => void
  readonly signal?: AbortSignal
}

/** A setup whose data are opened: it can be run with any parameters, for any part of its time. */
export class PreparedSetup {
  readonly setup: Setup
  readonly #opened: readonly OpenedData[]
  readonly #glimpse: Glimpse
  readonly #history: { current: CandleHistory }

  constructor(setup: Setup, opened: readonly OpenedData[], seen: Glimpse, history: { current: CandleHistory }) {
    this.setup = setup
    this.#opened = opened
    this.#glimpse = seen
    this.#history = history
  }

  get descriptions(): readonly string[] {
    return this.#opened.map(({ description }) => description)
  }

  events(range: TimeRange): EventSource {
    const [only, ...others] = this.#opened
    if (only !== undefined && others.length === 0) return only.events(range)
    return merged(this.#opened.map((data) => data.events(range)))
  }

  /** From the first to the last event of a time. @throws InvalidInputError where there is none, with what there is */
  async span(range: TimeRange): Promise<TimeSpan> {
    const found = await timeSpan(this.events(range))
    const all = found === undefined ? await timeSpan(this.events(EVERYTHING)) : found
    const wrong = outside(range, all)
    if (wrong !== undefined) throw wrong
    if (found !== undefined) return found
    throw new InvalidInputError('data', 'no events', 'something has to happen between --from and --to')
  }

  /** @throws InvalidInputError for parameters and a time that cannot be used */
  async run(params: Readonly<Record<string, unknown>>, range: TimeRange, watch: RunWatch = {}): Promise<RunResult> {
    try {
      const result = await this.#run(params, range, watch)
      // Data that begin after the time are begun with, and then nothing of them is played.
      if (result.complete && result.counts.events.played === 0) await this.span(range)
      return result
    } catch (error) {
      // Where nothing is wrong with the time, `span` has nothing to say, and it was something else.
      if (isOfTime(error)) await this.span(range)
      throw error
    }
  }

  async #run(params: Readonly<Record<string, unknown>>, range: TimeRange, watch: RunWatch): Promise<RunResult> {
    const { setup } = this
    const instruments = this.#instruments()
    this.#history.current = new CandleHistory(instruments)
    const [interval] = this.#opened.flatMap((data) => data.interval ?? [])
    const strategy = strategyByName(setup.strategy)
    const own = withMarket(strategy, params, setup.data[0], interval)
    checkParams(strategy, own)
    const warmUps = new ShortWarmUps()
    const result = await runBacktest({
      strategy,
      params: own,
      logger: warmUps.logger,
      source: this.events(range),
      history: this.#history.current,
      instruments,
      capital: setup.capital,
      seed: setup.seed,
      allowShort: setup.allowShort,
      paper: {
        fees: { ...setup.fees, asset: 'received' },
        latency: { orderMs: setup.latencyMs, cancelMs: setup.latencyMs },
        slippage: setup.slippage,
        // A ticker made of a candle has no quote: nobody deals at it without slippage.
        ...(interval !== undefined && { evidence: ['price'], candleInterval: interval }),
      },
      ...(interval !== undefined && { staleAfterMs: intervalMs(interval) ?? Number.POSITIVE_INFINITY }),
      ...(range.from !== undefined && { from: range.from }),
      ...(range.to !== undefined && { to: range.to }),
      // Their schemas are the engine's business, which checks them.
      ...(setup.limits !== undefined && { limits: setup.limits as RiskLimits }),
      ...(setup.barriers !== undefined && { barriers: setup.barriers as Barriers }),
      ...watch,
    })
    return this.#told({ ...result, warnings: warmUps.told(result.warnings) })
  }

  /** With what is known of the data. */
  #told(result: BacktestResult): RunResult {
    const isCandles = this.#opened.some(({ interval }) => interval !== undefined)
    return {
      ...result,
      metrics: { ...result.metrics, stillOpen: result.positions.length },
      assumptions: [
        ...result.assumptions,
        ...(isCandles ? [`${CANDLE_PATH[0]?.toUpperCase()}${CANDLE_PATH.slice(1)}.`] : []),
        ...this.#ruleSentences(),
      ],
      warnings: [...this.#opened.flatMap((data) => data.flaws()), ...result.warnings],
    }
  }

  #ruleSentences(): readonly string[] {
    return this.#instruments().map((one) => {
      const least =
        one.minNotional === undefined ? 'no least value' : `orders are worth at least ${one.minNotional} ${one.quote}`
      return `Rules of ${one.symbol}: prices in steps of ${one.tickSize}, amounts in steps of ${one.stepSize}, ${least}.`
    })
  }

  #instruments(): readonly Instrument[] {
    return [...this.#glimpse.markets.values()].map((market) => instrumentOf(market, this.#glimpse, this.setup.rules))
  }
}

/** @throws InvalidInputError for data that cannot be read, or are not of the market that was named */
export async function prepare(setup: Setup): Promise<PreparedSetup> {
  strategyByName(setup.strategy)
  const history = { current: new CandleHistory([]) }
  const range = { from: setup.from, to: setup.to }
  const opened = await Promise.all(setup.data.map((spec) => openData(spec, range, () => history.current)))
  const seen = await Promise.all(opened.map((data) => glimpse(data.events(EVERYTHING))))
  const all: Glimpse = {
    markets: new Map(seen.flatMap(({ markets }) => [...markets])),
    places: new Map(seen.flatMap(({ places }) => [...places])),
  }
  for (const [i, spec] of setup.data.entries()) checkMarket(spec, seen[i] ?? all)
  return new PreparedSetup(setup, opened, all, history)
}

function checkMarket(spec: Setup['data'][number], { markets }: Glimpse): void {
  if (markets.has(keyOf(spec))) return
  const there = [...markets.keys()].join(', ') || 'nothing that has a price'
  throw new InvalidInputError('--symbol', keyOf(spec), `${spec.path || 'the data'} begin with ${there}`)
}
