import { InvalidInputError } from '@md/types'
import type { AnyStrategy } from '../strategy/strategy.ts'
import { arbitrage } from './arbitrage/arbitrage.ts'
import { bookImbalance } from './book-imbalance.ts'
import { dca } from './dca/dca.ts'
import { grid } from './grid/grid.ts'
import { guard } from './guard.ts'
import { maCross } from './ma-cross.ts'
import { macdBollinger } from './macd-bollinger.ts'
import { marketMaking } from './market-making/market-making.ts'
import { rsi } from './rsi.ts'
import { supertrend } from './supertrend.ts'
import { twap } from './twap.ts'

export { arbitrage, bookImbalance, dca, grid, guard, maCross, macdBollinger, marketMaking, rsi, supertrend, twap }

/** Every strategy that ships, by name. */
export const strategies: readonly AnyStrategy[] = [
  arbitrage,
  bookImbalance,
  dca,
  grid,
  guard,
  maCross,
  macdBollinger,
  marketMaking,
  rsi,
  supertrend,
  twap,
]

/** @throws InvalidInputError that lists the names there are */
export function strategyByName(name: string): AnyStrategy {
  const found = strategies.find((strategy) => strategy.name === name)
  if (found) return found
  throw new InvalidInputError('strategy', name, `it is one of ${strategies.map((each) => each.name).join(', ')}`)
}
