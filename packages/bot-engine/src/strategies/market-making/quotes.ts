/** Where to quote; numbers, for the engine rounds away from the other side. */
export interface Quotes {
  readonly bid: number
  readonly ask: number
}

export interface QuoteBasis {
  readonly bestBid: number
  readonly bestAsk: number
  /** Distance between the quotes, a fraction of the price. */
  readonly spread: number
  /** -1: as little as allowed is held, 0: the target, 1: as much as allowed. */
  readonly inventory: number
  /** Spreads by which both quotes move when as much as allowed is held. */
  readonly skew: number
  readonly tick: number
}

/** Around a fair price that falls with the inventory, and never through the other side's best. */
export function quotesAround({ bestAsk, bestBid, inventory, skew, spread, tick }: QuoteBasis): Quotes | undefined {
  if (!(bestBid < bestAsk)) return undefined
  const middle = (bestBid + bestAsk) / 2
  const fair = middle * (1 - skew * spread * inventory)
  const bid = plain(Math.min(fair * (1 - spread / 2), bestAsk - tick))
  const ask = plain(Math.max(fair * (1 + spread / 2), bestBid + tick))
  return bid > 0 && bid < ask && ask < Number.POSITIVE_INFINITY ? { bid, ask } : undefined
}

/** How full the inventory is between its bounds, seen from its target: -1 to 1. */
export function fullness(held: number, { least, most, target }: Record<'least' | 'most' | 'target', number>): number {
  const room = held > target ? most - target : target - least
  return room > 0 ? Math.max(-1, Math.min(1, (held - target) / room)) : 0
}

/** Without the crumbs of binary fractions, which would cost a tick when it is rounded. */
const plain = (price: number): number => Number(price.toPrecision(12))
