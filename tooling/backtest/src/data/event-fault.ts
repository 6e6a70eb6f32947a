import type { PlayedEvent } from '@md/bot-engine/backtest'

type Fields = Readonly<Record<string, unknown>>

/** Numbers that whoever plays an event relies on. */
const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  ticker: ['last', 'bid', 'ask'],
  trade: ['price', 'amount'],
  candle: ['open', 'high', 'low', 'close', 'volume'],
}

/** What is wrong with the numbers of an event out of a file, or nothing. */
export function eventFault({ data, type }: PlayedEvent): string | undefined {
  // It was JSON a moment ago: its type is a promise that nobody has kept yet.
  const fields = data as unknown as Fields
  const wrong = NUMBERS[type]?.find((name) => !isAmount(fields[name]))
  if (wrong !== undefined) return `${wrong} is no number from 0`
  return type === 'orderbook' ? changeFault(fields['change']) : undefined
}

function changeFault(change: unknown): string | undefined {
  // Of a book whose status alone changed there is none.
  if (change === undefined) return undefined
  if (typeof change !== 'object' || change === null) return 'change is no change of a book'
  const { asks, bids, sequence } = change as Fields
  if (typeof sequence !== 'number') return 'sequence is no number'
  return sideFault('bids', bids) ?? sideFault('asks', asks)
}

function sideFault(name: string, levels: unknown): string | undefined {
  if (!Array.isArray(levels)) return `${name} is no list`
  return levels.every(isLevel) ? undefined : `${name} hold what is no price and amount`
}

const isLevel = (level: unknown): boolean => Array.isArray(level) && isAmount(level[0]) && isAmount(level[1])

const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0
