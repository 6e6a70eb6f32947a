import {
  type BookSnapshot,
  isId,
  isObject,
  RestError,
  type RestGet,
  toLevels,
  type Unchecked,
  type VenueMarket,
} from '@md/adapter-core'
import type { WireDepth } from './wire.ts'

const PATH = '/api/v3/depth'

/** Levels a side and what they weigh. Smaller ones exist, but the market soon leaves what they know. */
const USUAL = { limit: 1_000, weight: 50 }
const LARGEST = { limit: 5_000, weight: 250 }

/**
 * The book as of one update id. The answer holds at least twice the wanted levels, so that the market can move;
 * five thousand a side is all that Binance gives.
 */
export async function bookSnapshot(
  get: RestGet,
  { venueSymbol }: VenueMarket,
  depth: number | undefined,
): Promise<BookSnapshot> {
  const { limit, weight } = (depth ?? 0) * 2 <= USUAL.limit ? USUAL : LARGEST
  const answer = await get(PATH, { symbol: venueSymbol, limit }, weight)
  if (!isObject(answer)) throw new RestError(PATH, 'the answer is not an object')

  const { lastUpdateId, bids: wireBids, asks: wireAsks }: Unchecked<WireDepth> = answer
  if (!isId(lastUpdateId)) throw new RestError(PATH, 'lastUpdateId is not a whole number')
  const bids = toLevels(wireBids)
  const asks = toLevels(wireAsks)
  if (bids === undefined) throw new RestError(PATH, 'bids are not a list of prices and amounts')
  if (asks === undefined) throw new RestError(PATH, 'asks are not a list of prices and amounts')
  const cut = { bids: bids.length >= limit, asks: asks.length >= limit }
  return { last: lastUpdateId, bids, asks, cut }
}
