import {
  isArray,
  isId,
  isObject,
  RestError,
  type RestGet,
  type TradeHole,
  toAmount,
  toPrice,
  toTime,
  type Unchecked,
} from '@md/adapter-core'
import type { Trade } from '@md/types'
import type { WireRestTrade } from './wire.ts'

const PATH = '/api/v3/historicalTrades'
const PAGE = 1_000
const WEIGHT = 25

/**
 * The trades of a hole, oldest first, a thousand a request. Ids of `@trade` are contiguous within a market (seen in
 * recordings), so what is missing can be counted. `receivedAt` is 0: a protocol reads no clock, who fetches stamps.
 */
export async function trades(get: RestGet, hole: TradeHole): Promise<readonly Trade[]> {
  const before = hole.beforeId ?? Number.POSITIVE_INFINITY
  const found: Trade[] = []
  let after = hole.afterId
  for (let request = 0; request < hole.maxPages && after + 1 < before; request++) {
    const page = await pageAfter(after, get, hole)
    found.push(...page.filter(({ id }) => Number(id) < before))
    if (page.length < PAGE) break
    after = Number(page.at(-1)?.id)
  }
  return found
}

async function pageAfter(after: number, get: RestGet, { symbol, venueSymbol }: TradeHole): Promise<readonly Trade[]> {
  const rows = await get(PATH, { symbol: venueSymbol, fromId: after + 1, limit: PAGE }, WEIGHT)
  if (!isArray(rows)) throw new RestError(PATH, 'the answer is not a list')
  let last = after
  return rows.map((row) => {
    const trade = toBackfilled(row, symbol)
    const id = Number(trade.id)
    if (id <= last) throw new RestError(PATH, `trade ${id} came after trade ${last}`)
    last = id
    return trade
  })
}

function toBackfilled(row: unknown, symbol: string): Trade {
  const { id, price: wirePrice, qty, time, isBuyerMaker }: Unchecked<WireRestTrade> = isObject(row) ? row : {}
  const price = toPrice(wirePrice)
  const amount = toAmount(qty)
  if (!isId(id) || Number.isNaN(price) || Number.isNaN(amount) || typeof isBuyerMaker !== 'boolean') {
    throw new RestError(PATH, `this is not a trade: ${JSON.stringify(row).slice(0, 200)}`)
  }
  return {
    exchange: 'binance',
    symbol,
    id: String(id),
    price,
    amount,
    side: isBuyerMaker ? 'sell' : 'buy',
    timestamp: toTime(time),
    receivedAt: 0,
    origin: 'backfill',
  }
}
