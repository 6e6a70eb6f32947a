import type { Market } from '@md/types'
import { z } from 'zod'
import { remember, type SavedState } from '../engine/saved-state.ts'
import { defineStrategy } from '../strategy/define-strategy.ts'
import type { LeftBehind, StoredBot } from './store.ts'

/** Reads what a bot had as its next start would, without its strategy and without a venue. */
export function leftBehindOf(botId: string, stored: StoredBot): LeftBehind {
  // A snapshot is for the strategy that wrote it: here it is read for any.
  const saved = stored.snapshot?.state as SavedState | undefined
  const strategy = readOnly(saved?.strategy.name ?? 'unknown')
  const { ledger, orders } = remember(stored, { botId, strategy, capital: 1, ledger: { instruments: bySymbol } })
  return { positions: ledger.positions().filter(({ amount }) => amount !== '0'), openOrders: orders.openViews }
}

/** Amounts and averages need no more than the two assets. */
function bySymbol({ symbol }: Market): { readonly base: string; readonly quote: string; readonly stepSize: string } {
  const [base = '', quote = ''] = symbol.split('/')
  return { base, quote, stepSize: '0' }
}

const readOnly = (name: string) =>
  defineStrategy({ name, version: 1, params: z.object({}), state: () => ({}), subscriptions: () => [], hooks: {} })
