import type { Instrument } from '../market/instrument.ts'
import type { Market } from '../market/market.ts'
import { json, type RestAnswer, type RestRequest, wholeNumber } from '../server/rest.ts'
import type { VenueContext } from '../venue.ts'
import { exchangeInfo } from './exchange-info.ts'
import { intervalLength, klines } from './intervals.ts'
import { INVALID_INTERVAL, INVALID_SYMBOL, malformed, missing, NOT_FOUND, Refused } from './refusals.ts'
import * as rows from './rest-rows.ts'
import { depthWeight, Weight } from './weight.ts'

interface Endpoint {
  weight(query: URLSearchParams): number
  answer(query: URLSearchParams): string
}

/** Public REST of Binance spot: rest-api.md. */
export class BinanceRest {
  readonly #context: VenueContext
  readonly #weight: Weight
  readonly #endpoints: Readonly<Record<string, Endpoint>>

  constructor(context: VenueContext) {
    this.#context = context
    this.#weight = new Weight(context.limits.weightPerMinute)
    const costs = (weight: number, answer: Endpoint['answer']): Endpoint => ({ weight: () => weight, answer })
    this.#endpoints = {
      '/api/v3/ping': costs(1, () => '{}'),
      '/api/v3/time': costs(1, () => `{"serverTime":${this.#now()}}`),
      '/api/v3/exchangeInfo': costs(20, (query) =>
        exchangeInfo(this.#instruments(query), this.#now(), context.limits.weightPerMinute),
      ),
      '/api/v3/depth': {
        weight: (query) => depthWeight(number(query, 'limit', 100, 5000)),
        answer: (query) => this.#depth(query),
      },
      '/api/v3/trades': costs(25, (query) => this.#trades(query)),
      '/api/v3/historicalTrades': costs(25, (query) => this.#trades(query)),
      '/api/v3/aggTrades': costs(4, (query) => this.#aggregateTrades(query)),
      '/api/v3/klines': costs(2, (query) => this.#klines(query)),
      '/api/v3/uiKlines': costs(2, (query) => this.#klines(query)),
      '/api/v3/ticker/24hr': {
        weight: (query) => (asksAll(query) ? 80 : 2),
        answer: (query) => this.#each(query, rows.dayTicker),
      },
      '/api/v3/ticker/price': {
        weight: (query) => (asksAll(query) ? 4 : 2),
        answer: (query) => this.#each(query, rows.priceTicker),
      },
      '/api/v3/ticker/bookTicker': {
        weight: (query) => (asksAll(query) ? 4 : 2),
        answer: (query) => this.#each(query, rows.bookTicker),
      },
    }
  }

  answer({ method, path, query }: RestRequest): RestAnswer {
    const endpoint = Object.hasOwn(this.#endpoints, path) ? this.#endpoints[path] : undefined
    if (!endpoint || method !== 'GET') return NOT_FOUND
    try {
      const refused = this.#weight.charge(this.#now(), endpoint.weight(query))
      return refused ?? json(endpoint.answer(query), 200, this.#weight.headers())
    } catch (error) {
      if (error instanceof Refused) return { ...error.answer, headers: this.#weight.headers() }
      throw error
    }
  }

  #now(): number {
    return Math.floor(this.#context.clock.now())
  }

  #market(query: URLSearchParams): Market {
    const symbol = query.get('symbol')
    if (!symbol) throw new Refused(missing('symbol'))
    const market = this.#context.markets.byWire(symbol)
    if (!market) throw new Refused(INVALID_SYMBOL)
    return market
  }

  /** `symbol=`, `symbols=["A","B"]`, or everything. */
  #instruments(query: URLSearchParams): readonly Instrument[] {
    const wires = asksAll(query) ? undefined : namedSymbols(query)
    if (!wires) return [...this.#context.markets.instruments]
    return wires.map((wire) => {
      const instrument = this.#context.markets.instrument(wire)
      if (!instrument) throw new Refused(INVALID_SYMBOL)
      return instrument
    })
  }

  /** One object for `symbol=`, otherwise an array. */
  #each(query: URLSearchParams, write: (market: Market, now: number) => string): string {
    const written = this.#instruments(query).map((instrument) =>
      write(this.#context.markets.open(instrument), this.#now()),
    )
    return query.has('symbol') ? (written[0] ?? '{}') : `[${written.join(',')}]`
  }

  #depth(query: URLSearchParams): string {
    return rows.depth(this.#market(query), number(query, 'limit', 100, 5000))
  }

  #trades(query: URLSearchParams): string {
    const market = this.#market(query)
    const limit = number(query, 'limit', 500, 1000)
    const from = whole(query, 'fromId')
    const trades = from === undefined ? market.trades.latest(limit) : market.trades.from(from, limit)
    return `[${trades.map((trade) => rows.trade(market.instrument, trade)).join(',')}]`
  }

  #aggregateTrades(query: URLSearchParams): string {
    const market = this.#market(query)
    const limit = number(query, 'limit', 500, 1000)
    const range = {
      fromId: whole(query, 'fromId'),
      from: whole(query, 'startTime'),
      to: whole(query, 'endTime'),
      limit,
    }
    const trades = rows.aggregated(market, range)
    return `[${trades.map((trade) => rows.aggregateTrade(market.instrument, trade)).join(',')}]`
  }

  #klines(query: URLSearchParams): string {
    const market = this.#market(query)
    const interval = query.get('interval')
    if (!interval) throw new Refused(missing('interval'))
    const length = intervalLength(interval)
    if (length === undefined) throw new Refused(INVALID_INTERVAL)

    const limit = number(query, 'limit', 500, 1000)
    const range = { from: whole(query, 'startTime'), to: whole(query, 'endTime'), limit }
    const candles = klines(market, length, range, this.#now())
    return `[${candles.map((candle) => rows.kline(market.instrument, candle, length)).join(',')}]`
  }
}

const asksAll = (query: URLSearchParams): boolean => !query.has('symbol') && !query.has('symbols')

function namedSymbols(query: URLSearchParams): readonly string[] {
  const one = query.get('symbol')
  if (one !== null) return [one]
  const list = /^\["[^"]+"(?:,"[^"]+")*\]$/.exec(query.get('symbols') ?? '')
  if (!list) throw new Refused(malformed('symbols'))
  return list[0].slice(2, -2).split('","')
}

/** A time or an id, where it was sent: the venue knows no fractions of either. */
const whole = (query: URLSearchParams, name: string): number | undefined =>
  query.has(name) ? number(query, name, 0, Number.MAX_SAFE_INTEGER, 0) : undefined

function number(query: URLSearchParams, name: string, fallback: number, most: number, least = 1): number {
  const value = wholeNumber(query, name, { fallback, least, most })
  if (value === undefined) throw new Refused(malformed(name))
  return value
}
