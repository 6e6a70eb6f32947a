import type { Fill, Side } from '@md/types'
import { type Exact, exact, ZERO } from '../../src/decimal/exact.ts'
import type { PaperVenue } from '../../src/paper/paper-venue.ts'
import { botOf } from './halts.ts'
import type { ChaosBot } from './happening.ts'

/** What one bot has at one venue, as the venue has it. */
export interface Truth {
  readonly position: Exact
  /** Quote currency: what its fills brought, fees included. */
  readonly cash: Exact
  /** Base currency that rests. */
  readonly buying: Exact
  readonly selling: Exact
}

export function truthOf(venue: PaperVenue, bot: ChaosBot): Truth {
  const { fills, orders } = venue.snapshot()
  const mine = fills.filter(({ clientOrderId }) => botOf(clientOrderId) === bot)
  const resting = orders.filter(
    ({ request, status }) =>
      botOf(request.clientOrderId) === bot && (status === 'open' || status === 'partially-filled'),
  )
  const restOf = (side: Side) =>
    sumOf(resting.filter(({ request }) => request.side === side).map(({ remaining }) => exact(remaining)))
  return {
    position: sumOf(mine.map(signed)),
    cash: sumOf(mine.map((fill) => signed(fill).mul(fill.price).plus(fill.fee).neg())),
    buying: restOf('buy'),
    selling: restOf('sell'),
  }
}

const signed = ({ amount, side }: Fill): Exact => exact(amount).mul(side === 'buy' ? 1 : -1)

const sumOf = (all: readonly Exact[]): Exact => all.reduce((sum, one) => sum.plus(one), ZERO)

/** The most the position can become, either way. */
export const extentOf = ({ buying, position, selling }: Truth): number =>
  Math.max(position.plus(buying).toNumber(), selling.minus(position).toNumber())
