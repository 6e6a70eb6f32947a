import type { Decimal } from '@md/types'
import type { z } from 'zod'
import type { BotContext } from '../../strategy/context.ts'
import type { CountedFills } from '../parts/counted-fills.ts'
import type { Ending } from '../parts/ending.ts'
import type { PARAMS } from './params.ts'

export interface GridState extends Ending {
  /** Base currency bought at each level and not sold yet. */
  readonly held: Decimal[]
  readonly counted: CountedFills
  /** Purchases that were sold one level up. */
  pairs: number
}

/** Until the price leaves these bounds or the time comes there is nothing to do. */
export interface GridMemo {
  prices: readonly Decimal[]
  above: number
  upTo: number
  retryAt: number
}

export type GridContext = BotContext<z.infer<typeof PARAMS>, GridState, GridMemo>

/** One order a level: this is its name. */
export const refOf = (level: number): string => `grid/${level}`
