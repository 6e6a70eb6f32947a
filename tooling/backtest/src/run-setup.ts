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
import { openData } from './data/open-data.ts'
import type { OpenedData, TimeRange } from './data/opened.ts'
import { withMarket } from './params.ts'
import { type Glimpse, glimpse, instrumentOf, keyOf } from './rules.ts'
import type { Setup } from './setup.ts'

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

  /** @throws InvalidInputError for parameters that cannot be used */
  async run(
    params: Readonly<Record<string, unknown>>,
    range: TimeRange,
    watch: RunWatch = {},
  ): Promise<BacktestResult> {
    const { setup } = this
    const instruments = this.#instruments()
    this.#history.current = new CandleHistory(instruments)
    const [interval] = this.#opened.flatMap((data) => data.interval ?? [])
    const result = await runBacktest({
      strategy: strategyByName(setup.strategy),
      params: withMarket(strategyByName(setup.strategy), params, setup.data[0], interval),
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
    return this.#told(result)
  }

  /** With what is known of the data. */
  #told(result: BacktestResult): BacktestResult {
    const isCandles = this.#opened.some(({ interval }) => interval !== undefined)
    return {
      ...result,
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
  const seen = await Promise.all(opened.map((data) => glimpse(data.events({ from: undefined, to: undefined }))))
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
