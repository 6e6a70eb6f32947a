import { isArray, isObject, RestError, type RestGet, type TradeHole } from '@md/adapter-core'
import type { Trade } from '@md/types'
import { toTrade } from './normalise.ts'

/** Most trades the venue sends at once. */
const PAGE = 1_000

/**
 * The trades of a hole, oldest first. The venue pages downward from a cursor (`after=n`: ids below n, newest first);
 * since ids rise by 1 and any id may be the cursor, a long hole is filled upward from its older end.
 * @throws RestError naming the row that is not a trade
 */
export async function trades(get: RestGet, hole: TradeHole, now: () => number): Promise<readonly Trade[]> {
  const { afterId, beforeId, maxPages } = hole
  if (maxPages < 1) return []
  if (beforeId !== undefined) return climb(get, hole, { floor: afterId, ceiling: beforeId, pages: maxPages }, now)

  const latest = await page(get, hole, undefined, now)
  const newest = latest.filter(({ id }) => Number(id) > afterId)
  const lowest = newest[0]
  if (lowest === undefined || newest.length < latest.length || Number(lowest.id) === afterId + 1) return newest

  const span = { floor: afterId, ceiling: Number(lowest.id), pages: maxPages - 1 }
  const older = await climb(get, hole, span, now)
  const joined = (maxPages - 1) * PAGE >= span.ceiling - 1 - afterId
  return joined ? older.concat(newest) : older
}

/** Trades with `floor < id < ceiling`, from the floor up, as far as `pages` go. */
async function climb(
  get: RestGet,
  hole: TradeHole,
  { floor, ceiling, pages }: { readonly floor: number; readonly ceiling: number; readonly pages: number },
  now: () => number,
): Promise<Trade[]> {
  const found: Trade[] = []
  for (let low = floor, used = 0; low < ceiling - 1 && used < pages; low += PAGE, used++) {
    const trades = await page(get, hole, Math.min(low + PAGE + 1, ceiling), now)
    for (const trade of trades) if (Number(trade.id) > low) found.push(trade)
  }
  return found
}

/** The last trades before `cursor`, or of all; oldest first. */
async function page(
  get: RestGet,
  { symbol, venueSymbol }: TradeHole,
  cursor: number | undefined,
  now: () => number,
): Promise<Trade[]> {
  const path = `/products/${encodeURIComponent(venueSymbol)}/trades`
  const body = await get(path, { limit: PAGE, after: cursor })
  if (!isArray(body)) throw new RestError(path, 'the answer is not a list of trades')

  const receivedAt = now()
  const rows: Trade[] = []
  for (const row of body) {
    const trade = isObject(row) ? toTrade(row, symbol, receivedAt, 'backfill') : 'shape'
    if (typeof trade === 'string') {
      throw new RestError(path, `${JSON.stringify(row)?.slice(0, 200)} is not a trade (${trade})`)
    }
    if (cursor === undefined || Number(trade.id) < cursor) rows.push(trade)
  }
  return rows.sort((a, b) => Number(a.id) - Number(b.id))
}
