import { momentOf } from '../clock.ts'
import { bucketStart } from '../market/candles.ts'
import type { Market } from '../market/market.ts'
import { RollingWindow } from '../rolling-window.ts'
import { json, type RestAnswer, type RestRequest, wholeNumber } from '../server/rest.ts'
import { isoTime } from '../time-text.ts'
import type { VenueContext } from '../venue.ts'
import { currencies, product } from './products.ts'
import * as rows from './rest-rows.ts'

const message = (text: string, status: number): RestAnswer => json(`{"message":"${text}"}`, status)
const NOT_FOUND = message('NotFound', 404)
const MOST_CANDLES = 300
const GRANULARITIES = [60, 300, 900, 3600, 21_600, 86_400]

type Endpoint = (market: Market, query: URLSearchParams) => RestAnswer

/** Public REST of Coinbase Exchange: docs.cdp.coinbase.com/exchange/rest-api. */
export class CoinbaseRest {
  readonly #context: VenueContext
  readonly #requests = new RollingWindow(1000)
  readonly #endpoints: Readonly<Record<string, Endpoint>>

  constructor(context: VenueContext) {
    this.#context = context
    this.#endpoints = {
      '': ({ instrument }) => json(product(instrument)),
      '/trades': trades,
      '/ticker': (market) => json(rows.ticker(market, context.clock.now())),
      '/book': (market, query) => this.#book(market, query),
      '/candles': (market, query) => this.#candles(market, query),
      '/stats': (market) => json(rows.stats(market, context.clock.now())),
    }
  }

  answer({ headers, method, path, query }: RestRequest): RestAnswer {
    const { clock, limits } = this.#context
    const requests = this.#requests.add(clock.monotonic())
    if (requests > limits.requestsPerSecond) return message('Public rate limit exceeded', 429)
    if (headers['user-agent'] === undefined) return message('User-Agent header is required.', 400)
    return method === 'GET' ? this.#read(path, query) : NOT_FOUND
  }

  #read(path: string, query: URLSearchParams): RestAnswer {
    const { clock, markets } = this.#context
    const now = clock.now()
    if (path === '/time') return json(`{"iso":"${isoTime(now, 3)}","epoch":${(now / 1000).toFixed(3)}}`)
    if (path === '/currencies') return json(currencies([...markets.instruments]))
    if (path === '/products') return json(`[${[...markets.instruments].map(product).join(',')}]`)

    const [, wire = '', rest = ''] = /^\/products\/([^/]+)(\/\w+)?$/.exec(path) ?? []
    const endpoint = Object.hasOwn(this.#endpoints, rest) ? this.#endpoints[rest] : undefined
    const market = markets.byWire(decodeURIComponent(wire))
    return market && endpoint ? endpoint(market, query) : NOT_FOUND
  }

  #book(market: Market, query: URLSearchParams): RestAnswer {
    const level = query.get('level') ?? '1'
    if (level === '3') return message('level 3 requires authentication', 401)
    if (level !== '1' && level !== '2') return message('Invalid level', 400)
    return json(rows.book(market, level === '1' ? 1 : Number.POSITIVE_INFINITY, this.#context.clock.now()))
  }

  /** Newest first; buckets without trades are left out. */
  #candles(market: Market, query: URLSearchParams): RestAnswer {
    const granularity = wholeNumber(query, 'granularity', { fallback: 60, least: 1, most: 86_400 })
    if (granularity === undefined || !GRANULARITIES.includes(granularity))
      return message('Unsupported granularity', 400)

    const length = granularity * 1000
    const now = this.#context.clock.now()
    const to = Math.min(now, moment(query, 'end') ?? now)
    const from = moment(query, 'start') ?? bucketStart(length, to) - (MOST_CANDLES - 1) * length
    if (Number.isNaN(to) || Number.isNaN(from)) return message('Invalid start or end', 400)
    if ((to - from) / length > MOST_CANDLES) {
      return message(
        `granularity too small for the requested time range. Count of aggregations requested exceeds ${MOST_CANDLES}`,
        400,
      )
    }
    const candles = market.candles(length).between(from, to, MOST_CANDLES)
    return json(
      `[${candles
        .map((candle) => rows.candle(market.instrument, candle))
        .reverse()
        .join(',')}]`,
    )
  }
}

/** NaN where the text names no moment. */
function moment(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  return text === null || text === '' ? undefined : (momentOf(text) ?? Number.NaN)
}

/**
 * Newest first. `after=N`: ids below N; `before=N`: the newest ids above N, which are not the ones next to N when there are
 * more than a page of them. The headers hold the ids at the ends of the page.
 */
function trades({ instrument, trades: log }: Market, query: URLSearchParams): RestAnswer {
  const bound = { least: 0, most: Number.MAX_SAFE_INTEGER }
  const limit = wholeNumber(query, 'limit', { fallback: 1000, least: 1, most: 1000 })
  const after = wholeNumber(query, 'after', { ...bound, fallback: Number.MAX_SAFE_INTEGER })
  const before = wholeNumber(query, 'before', { ...bound, fallback: 0 })
  if (limit === undefined || after === undefined || before === undefined)
    return message('Invalid pagination parameter', 400)

  const page = log
    .from(before + 1)
    .filter(({ id }) => id < after)
    .slice(-limit)
    .reverse()
  const newest = page[0]
  const oldest = page.at(-1)
  const headers = newest && oldest ? { 'CB-BEFORE': String(newest.id), 'CB-AFTER': String(oldest.id) } : {}
  return json(`[${page.map((trade) => rows.trade(instrument, trade)).join(',')}]`, 200, headers)
}
