import type { Decimal, Fill, Market, OrderState } from '@md/types'
import { type Exact, exact, ZERO } from '../decimal/exact.ts'
import type { Order } from './order.ts'
import type { Orders } from './orders.ts'
import { type Inquiry, isOfMarket } from './reconcile-options.ts'
import type { Adjustment } from './shortages.ts'
import { untilSettled } from './waits.ts'

export interface MissedFills {
  /** Of the bot's orders, oldest first; those in the ledger among them. */
  readonly fills: readonly Fill[]
  readonly adjustments: readonly Adjustment[]
}

/**
 * How far back fills are asked for where nothing says when an order was placed: it was adopted, or the clock was ahead
 * of the venue's when it was written down.
 */
const FAR_BACK_MS = 86_400_000

/**
 * The fills of the bot's orders since the last one in the ledger, and before it where an order may lack some.
 * Venues tell a fill later than the order it filled, so they are asked again, and further back, until both agree, or
 * must have.
 */
export async function missedFills(
  inquiry: Inquiry,
  adopted: readonly Order[],
  states: readonly OrderState[],
): Promise<MissedFills> {
  const { options } = inquiry
  const inQuestion = [...new Set([...options.orders.lackingFills, ...options.orders.open]), ...adopted].filter(
    ({ request }) => request.exchange === options.exchange,
  )
  const told = new Map(states.map(({ clientOrderId, filled }) => [clientOrderId, filled]))
  const adoptedIds = new Set(adopted.map(({ request }) => request.clientOrderId))
  const isOurs = ({ clientOrderId }: Fill) =>
    adoptedIds.has(clientOrderId) || options.orders.get(clientOrderId) !== undefined

  const lacking = (fills: readonly Fill[]) => inQuestion.flatMap((order) => lack(order, told, fills))
  const since = options.markets.flatMap((market) => sinceWhen(inquiry, market, inQuestion, adopted))
  let backMs = 0
  const fills = await untilSettled(
    inquiry,
    async () => {
      const all = await Promise.all(since.map(({ market, time }) => ask(inquiry, { market, time: time - backMs })))
      backMs = FAR_BACK_MS
      return all.flat()
    },
    (all) => lacking(all.filter(isOurs)).length === 0,
  )
  const adjustments = [...lacking(fills.filter(isOurs)), ...unremembered(options.orders, fills, isOurs)]
  return { fills: fills.filter(isOurs).toSorted((a, b) => a.timestamp - b.timestamp), adjustments }
}

/** Orders numbered after the last one here were placed after the store was written: it is older than the account. */
function unremembered(orders: Orders, fills: readonly Fill[], isOurs: (fill: Fill) => boolean): readonly Adjustment[] {
  return fills.flatMap((fill) => {
    const owner = isOurs(fill) ? undefined : orders.ownerOf(fill.clientOrderId)
    if (owner === undefined || owner.sequence < orders.nextSequence) return []
    const detail = `${fill.side} of ${fill.amount} ${fill.symbol} at ${fill.price} by ${fill.clientOrderId} (trade ${fill.tradeId}) is in no journal, and not counted`
    return [{ reason: 'order-unknown', detail }]
  })
}

interface Since {
  readonly market: Market
  readonly time: number
}

/** Empty: nothing was ever placed there. */
function sinceWhen(
  { options, startedAt }: Inquiry,
  market: Market,
  inQuestion: readonly Order[],
  adopted: readonly Order[],
): readonly Since[] {
  const { lastFillAt, overlapMs = 60_000 } = options
  const lastFill = lastFillAt(market)
  const times = inQuestion
    .filter(({ request }) => isOfMarket(request, market))
    .map((order) => (adopted.includes(order) ? startedAt - FAR_BACK_MS : order.createdAt))
  if (lastFill !== undefined) times.push(lastFill)
  return times.length === 0 ? [] : [{ market, time: Math.min(...times) - overlapMs }]
}

const ask = ({ options, questions }: Inquiry, { market, time }: Since): Promise<readonly Fill[]> =>
  questions.askFor(`fills of ${market.symbol}`, () => options.venue.fills(market.symbol, Math.max(0, time)))

function lack(order: Order, told: ReadonlyMap<string, Decimal>, fills: readonly Fill[]): readonly Adjustment[] {
  const { clientOrderId } = order.request
  const filled = larger(exact(order.filled), exact(told.get(clientOrderId) ?? '0'))
  const listed = fills
    .filter((fill) => fill.clientOrderId === clientOrderId)
    .reduce((sum, { amount }) => sum.plus(amount), ZERO)
  const known = larger(listed, exact(order.booked))
  if (known.gte(filled)) return []
  const detail = `the venue says that ${filled.toFixed()} of ${clientOrderId} is filled, and has fills of ${known.toFixed()}`
  return [{ reason: 'fills-missing', detail }]
}

const larger = (a: Exact, b: Exact): Exact => (a.gt(b) ? a : b)
