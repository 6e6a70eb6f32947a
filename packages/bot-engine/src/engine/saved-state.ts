import { InvalidInputError } from '@md/types'
import type { JournalEntry } from '../journal/entry.ts'
import { Equity, type EquitySnapshot } from '../ledger/equity.ts'
import { Ledger, type LedgerOptions } from '../ledger/ledger.ts'
import type { LedgerSnapshot } from '../ledger/ledger-snapshot.ts'
import { Orders, type OrdersSnapshot } from '../orders/orders.ts'
import type { StoredBot } from '../store/store.ts'
import type { AnyStrategy } from '../strategy/strategy.ts'
import { booked } from './booked.ts'
import type { Bot } from './bot.ts'
import { jsonCopy } from './json-copy.ts'
import { type Keep, keepOf } from './keep.ts'

/** What a snapshot of a bot holds; JSON. */
export interface SavedState {
  readonly version: 1
  readonly strategy: { readonly name: string; readonly version: number }
  readonly state: unknown
  readonly keep: Keep
  readonly orders: OrdersSnapshot
  readonly ledger: LedgerSnapshot
  readonly equity: EquitySnapshot
}

export const savedStateOf = (bot: Bot): SavedState => ({
  version: 1,
  strategy: { name: bot.strategy.name, version: bot.strategy.version },
  ...(bot.kept.written ?? { state: bot.context.state, keep: keepOf(bot) }),
  orders: bot.orders.snapshot(),
  ledger: bot.ledger.snapshot(),
  equity: bot.equity.snapshot(),
})

/** What a store remembers of a bot, put together. */
export interface Remembered {
  readonly orders: Orders
  readonly ledger: Ledger
  readonly equity: Equity
  /** `undefined`: the bot never ran. */
  readonly strategy: { readonly state: unknown; readonly version: number } | undefined
  readonly keep: Keep | undefined
  /** Of the last entry, and its engine time. */
  readonly n: number
  readonly at: number
}

export interface MemoryParts {
  readonly botId: string
  readonly strategy: AnyStrategy
  readonly capital: number
  readonly ledger: LedgerOptions
}

/** @throws InvalidInputError for what another strategy, or a later version of this one, has left behind */
export function remember({ entries, snapshot }: StoredBot, parts: MemoryParts): Remembered {
  const books = booksOf(snapshot && checked(snapshot.state, parts), parts)
  let { keep, strategy } = books
  for (const entry of entries) {
    follow(entry, books)
    if (entry.type !== 'state') continue
    strategy = { state: entry.state, version: entry.version }
    keep = entry.keep as Keep
  }
  const last = entries.at(-1) ?? snapshot
  const equity = keep === undefined ? books.equity : Equity.restore(keep.equity)
  return { ...books, equity, strategy, keep, n: last?.n ?? 0, at: last?.at ?? 0 }
}

function booksOf(saved: SavedState | undefined, parts: MemoryParts): Omit<Remembered, 'n' | 'at'> {
  const { botId, capital, ledger } = parts
  if (saved === undefined)
    return {
      orders: new Orders({ botId }),
      ledger: new Ledger(ledger),
      equity: new Equity(capital),
      strategy: undefined,
      keep: undefined,
    }
  return {
    orders: Orders.restore(saved.orders, { botId }),
    ledger: Ledger.restore(ledger, saved.ledger),
    equity: Equity.restore(saved.equity),
    strategy: { state: saved.state, version: saved.strategy.version },
    keep: saved.keep,
  }
}

function follow(
  entry: JournalEntry,
  { equity, ledger, orders }: { readonly orders: Orders; readonly ledger: Ledger; readonly equity: Equity },
): void {
  switch (entry.type) {
    case 'intent':
    case 'adopted':
      orders.put(entry.order)
      break
    case 'cancel':
      if (orders.get(entry.clientOrderId) !== undefined) orders.markCancelling(entry.clientOrderId)
      break
    case 'outcome':
    case 'found':
    case 'order':
      orders.apply(entry)
      break
    case 'taken-over': {
      const applied = ledger.apply(entry.fill, entry.at)
      equity.filled(applied.position, undefined, entry.at)
      break
    }
    case 'fill': {
      if (orders.get(entry.fill.clientOrderId) === undefined) return
      const applied = booked(ledger, entry.fill, entry.at)
      if (typeof applied === 'string' || applied.outcome === 'duplicate') return
      orders.apply(entry)
      equity.filled(applied.position, applied.closed, entry.at)
      break
    }
    default:
  }
}

function checked(state: unknown, { botId, strategy }: MemoryParts): SavedState {
  const saved = state as SavedState
  if (saved.version !== 1)
    throw new InvalidInputError(`snapshot of bot ${botId}`, saved.version, 'version 1: a later release has written it')
  if (saved.strategy.name !== strategy.name)
    throw new InvalidInputError(
      `strategy of bot ${botId}`,
      strategy.name,
      `its store was written by ${saved.strategy.name}; give a new strategy a new bot id`,
    )
  return saved
}

/** The state to begin with: the one that was left, brought to this version. @throws InvalidInputError */
export function strategyState(strategy: AnyStrategy, params: unknown, left: Remembered['strategy']): unknown {
  if (left?.state === undefined) return strategy.state(params)
  // A copy: what the store told is part of the journal of this run.
  const state = jsonCopy(left.state, `state of ${strategy.name}`)
  if (left.version === strategy.version) return state
  if (left.version < strategy.version && strategy.migrate !== undefined) return strategy.migrate(state, left.version)
  throw new InvalidInputError(
    `state of strategy ${strategy.name}`,
    left.version,
    `version ${strategy.version}, or an earlier one that it can migrate`,
  )
}
