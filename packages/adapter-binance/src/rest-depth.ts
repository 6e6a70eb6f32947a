import { type BookSnapshot, isObject, RestError, type RestGet, type VenueMarket } from '@md/adapter-core'
import { toLevels } from './levels.ts'
import { isId } from './normalise.ts'
import type { Unchecked, WireDepth } from './wire.ts'

const PATH = '/api/v3/depth'

/** Levels a side and what they weigh. */
const SIZES = [
  { limit: 100, weight: 5 },
  { limit: 500, weight: 25 },
  { limit: 1_000, weight: 50 },
  { limit: 5_000, weight: 250 },
] as const

const [, , USUAL, LARGEST] = SIZES

/**
 * The book as of one update id: the cheapest answer that holds `depth` levels a side, a thousand when nothing is said.
 * Five thousand is all that Binance gives; levels beyond are unknown until they change.
 */
export async function bookSnapshot(
  get: RestGet,
  { venueSymbol }: VenueMarket,
  depth: number | undefined,
): Promise<BookSnapshot> {
  const { limit, weight } = depth === undefined ? USUAL : (SIZES.find((size) => size.limit >= depth) ?? LARGEST)
  const answer = await get(PATH, { symbol: venueSymbol, limit }, weight)
  if (!isObject(answer)) throw new RestError(PATH, 'the answer is not an object')

  const { lastUpdateId, bids: wireBids, asks: wireAsks }: Unchecked<WireDepth> = answer
  if (!isId(lastUpdateId)) throw new RestError(PATH, 'lastUpdateId is not a whole number')
  const bids = toLevels(wireBids)
  const asks = toLevels(wireAsks)
  if (bids === undefined) throw new RestError(PATH, 'bids are not a list of prices and amounts')
  if (asks === undefined) throw new RestError(PATH, 'asks are not a list of prices and amounts')
  return { last: lastUpdateId, bids, asks }
}
