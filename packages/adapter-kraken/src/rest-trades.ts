import { isArray, isId, isString, RestError, type RestGet, type TradeHole, toAmount, toPrice } from '@md/adapter-core'
import type { Side, Trade } from '@md/types'
import { ask, excerpt, rowsOf } from './rest-answer.ts'
import { restPair } from './symbols.ts'

const PATH = '/0/public/Trades'
const PAGE = 1_000

/** Half a microsecond: what a time in seconds, as a double, may be off by. In ms. */
const TIME_ERROR = 0.000_5

/**
 * The trades of a hole, oldest first, a thousand a request.
 *
 * Kraken is asked by time, not by id: `since` is exclusive, in ns. Trades of one sweep share a time, so each request begins a
 * little before the last trade at hand, and the ids tell what is new. Without a time there are only the latest thousand.
 * @throws RestError naming the row that is not a trade
 */
export async function trades(get: RestGet, hole: TradeHole, now: () => number): Promise<readonly Trade[]> {
  const before = hole.beforeId ?? Number.POSITIVE_INFINITY
  const found: Trade[] = []
  let after = hole.afterId
  let since = sinceOf(hole.afterTimestamp)
  for (let request = 0; request < hole.maxPages && after + 1 < before; request++) {
    const result = await ask(get, PATH, { pair: restPair(hole.venueSymbol), since, count: PAGE })
    const rows = rowsOf(PATH, result)
    const newer = newTrades(rows, after, hole.symbol, now())
    found.push(...newer.filter(({ id }) => Number(id) < before))
    const latest = newer.at(-1)
    if (rows.length < PAGE || latest === undefined) break
    after = Number(latest.id)
    since = justBefore(result['last'])
  }
  return found
}

/** A ms before the trade at hand, whose time was cut to ms. */
const sinceOf = (timestamp: number | undefined): string | undefined =>
  timestamp === undefined ? undefined : `${Math.floor(timestamp) - 1}000000`

function justBefore(last: unknown): string {
  if (!isString(last) || !/^[1-9]\d*$/.test(last)) throw new RestError(PATH, `last is not a time: ${excerpt(last)}`)
  return String(BigInt(last) - 1n)
}

function newTrades(rows: readonly unknown[], after: number, symbol: string, receivedAt: number): readonly Trade[] {
  const trades: Trade[] = []
  let last = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    const trade = toTrade(row, symbol, receivedAt)
    const id = Number(trade.id)
    if (id <= last) throw new RestError(PATH, `trade ${id} came after trade ${last}`)
    last = id
    if (id > after) trades.push(trade)
  }
  return trades
}

/** A row is `[price, volume, time (s), b|s, m|l, miscellaneous, trade id]`; the fourth is the taker's side. */
function toTrade(row: unknown, symbol: string, receivedAt: number): Trade {
  const [wirePrice, volume, time, wireSide, , , id] = isArray(row) ? row : []
  const price = toPrice(wirePrice)
  const amount = toAmount(volume)
  const side = SIDES.get(wireSide)
  const isUsable = isId(id) && side !== undefined && typeof time === 'number' && !Number.isNaN(price + amount)
  if (!isUsable) throw new RestError(PATH, `this is not a trade: ${excerpt(row)}`)

  return {
    exchange: 'kraken',
    symbol,
    id: String(id),
    price,
    amount,
    side,
    timestamp: Math.floor(time * 1_000 + TIME_ERROR),
    receivedAt,
    origin: 'backfill',
  }
}

const SIDES: ReadonlyMap<unknown, Side> = new Map([
  ['b', 'buy'],
  ['s', 'sell'],
])
