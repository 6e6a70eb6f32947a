import type { Instrument } from '../market/instrument.ts'
import type { Market } from '../market/market.ts'
import { json, type RestAnswer, type RestRequest, wholeNumber } from '../server/rest.ts'
import { isoTime } from '../time-text.ts'
import type { VenueContext } from '../venue.ts'
import { asset, assetPair, currenciesOf, serverTime } from './instruments.ts'
import { pairNames, spellings } from './names.ts'
import * as rows from './rest-rows.ts'
import { INTERVALS } from './subscription.ts'

/** Errors come with HTTP 200: look at `error`. */
const failure = (text: string): RestAnswer => json(`{"error":["${text}"]}`)
const success = (result: string): RestAnswer => json(`{"error":[],"result":${result}}`)
const UNKNOWN_PAIR = failure('EQuery:Unknown asset pair')
const INVALID = failure('EGeneral:Invalid arguments')

type Endpoint = (query: URLSearchParams) => RestAnswer

/** Public REST of Kraken spot: docs.kraken.com/api/docs/rest-api. */
export class KrakenRest {
  readonly #context: VenueContext
  readonly #bySpelling = new Map<string, Instrument>()
  readonly #endpoints: Readonly<Record<string, Endpoint>>

  constructor(context: VenueContext) {
    const { clock, markets } = context
    this.#context = context
    for (const instrument of markets.instruments)
      for (const spelling of spellings(instrument)) this.#bySpelling.set(spelling, instrument)
    this.#endpoints = {
      Time: () => success(serverTime(clock.now())),
      SystemStatus: () => success(`{"status":"online","timestamp":"${isoTime(clock.now(), 0)}"}`),
      Assets: (query) => {
        const modern = query.get('assetVersion') === '1'
        return success(
          `{${currenciesOf([...markets.instruments])
            .map((currency) => asset(currency, modern))
            .join(',')}}`,
        )
      },
      AssetPairs: (query) => this.#assetPairs(query),
      Trades: (query) => this.#market(query, (market, key) => trades(market, key, query)),
      OHLC: (query) => this.#market(query, (market, key) => this.#ohlc(market, key, query)),
      Depth: (query) => this.#market(query, (market, key) => depth(market, key, query, clock.now())),
      Ticker: (query) => this.#ticker(query),
    }
  }

  answer({ method, path, query }: RestRequest): RestAnswer {
    const name = /^\/0\/public\/(\w+)$/.exec(path)?.[1]
    const endpoint = name !== undefined && Object.hasOwn(this.#endpoints, name) ? this.#endpoints[name] : undefined
    if (!endpoint || (method !== 'GET' && method !== 'POST')) return failure('EGeneral:Unknown method')
    return endpoint(query)
  }

  #market(query: URLSearchParams, answer: (market: Market, key: string) => RestAnswer): RestAnswer {
    const pair = query.get('pair')
    if (!pair) return INVALID
    const instrument = this.#bySpelling.get(pair)
    return instrument ? answer(this.#context.markets.open(instrument), key(instrument, query)) : UNKNOWN_PAIR
  }

  /** `pair=A,B`, or every pair; `undefined` when one of them is unknown. */
  #instruments(query: URLSearchParams): readonly Instrument[] | undefined {
    const pairs = query.get('pair')
    if (!pairs) return [...this.#context.markets.instruments]
    const found = pairs.split(',').map((pair) => this.#bySpelling.get(pair))
    const known = found.filter((one) => one !== undefined)
    return known.length === found.length ? known : undefined
  }

  #assetPairs(query: URLSearchParams): RestAnswer {
    const modern = query.get('assetVersion') === '1'
    const instruments = this.#instruments(query)
    return instruments ? success(`{${instruments.map((one) => assetPair(one, modern)).join(',')}}`) : UNKNOWN_PAIR
  }

  #ticker(query: URLSearchParams): RestAnswer {
    const instruments = this.#instruments(query)
    if (!instruments) return UNKNOWN_PAIR
    const now = this.#context.clock.now()
    const entries = instruments.map(
      (one) => `"${key(one, query)}":${rows.ticker(this.#context.markets.open(one), now)}`,
    )
    return success(`{${entries.join(',')}}`)
  }

  /** The last 720 at most; the last row is the running candle. */
  #ohlc(market: Market, name: string, query: URLSearchParams): RestAnswer {
    const minutes = wholeNumber(query, 'interval', { fallback: 1, least: 1, most: 21_600 })
    const since = wholeNumber(query, 'since', { fallback: 0, least: 0, most: Number.MAX_SAFE_INTEGER })
    if (minutes === undefined || since === undefined || !INTERVALS.includes(minutes)) return INVALID

    const length = minutes * 60_000
    const now = this.#context.clock.now()
    const candles = market.candles(length).between(Math.max(since * 1000 + 1, now - 720 * length), now, 720)
    const closed = candles.findLast(({ openTime }) => openTime + length <= now)
    const list = candles.map((candle) => rows.ohlc(market.instrument, candle)).join(',')
    return success(`{"${name}":[${list}],"last":${Math.floor((closed?.openTime ?? now) / 1000)}}`)
  }
}

const key = (instrument: Instrument, query: URLSearchParams): string =>
  query.get('assetVersion') === '1' ? instrument.symbol : pairNames(instrument).id

/** `since` in nanoseconds (or seconds), exclusive; without it the latest. `last` is where to go on. */
function trades({ instrument, trades: log }: Market, name: string, query: URLSearchParams): RestAnswer {
  const count = wholeNumber(query, 'count', { fallback: 1000, least: 1, most: 1000 })
  const text = query.get('since') ?? ''
  if (count === undefined || !/^\d*(\.\d+)?$/.test(text)) return INVALID

  const since = sinceMs(text)
  const list = since === undefined ? log.latest(count) : log.all.filter(({ time }) => time > since).slice(0, count)
  const last = list.at(-1)?.time ?? since ?? 0
  return success(
    `{"${name}":[${list.map((trade) => rows.trade(instrument, trade)).join(',')}],"last":"${rows.nanoseconds(last)}"}`,
  )
}

function sinceMs(text: string): number | undefined {
  if (text === '') return undefined
  // Nineteen digits are nanoseconds; a client may also give seconds.
  return text.length > 13 && !text.includes('.') ? Number(BigInt(text) / 1000n) / 1000 : Number(text) * 1000
}

function depth(market: Market, name: string, query: URLSearchParams, now: number): RestAnswer {
  const count = wholeNumber(query, 'count', { fallback: 100, least: 1, most: 500 })
  return count === undefined ? INVALID : success(`{"${name}":${rows.depth(market, count, now)}}`)
}
