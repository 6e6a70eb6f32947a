import type { Balance, Fill, OrderState } from '@md/types'
import { isDecimal } from '../decimal/checked.ts'
import type { Input } from './input.ts'

const STATUSES: ReadonlySet<unknown> = new Set<OrderState['status']>([
  'open',
  'partially-filled',
  'filled',
  'cancelled',
  'rejected',
  'expired',
])

/**
 * What is wrong with something a venue told, or nothing. A number that is none would not only be believed: it would be
 * in the journal, and keep the bot from ever starting again.
 */
export function newsProblem(input: Input): string | undefined {
  switch (input.type) {
    case 'order':
      return stateProblem(input.state)
    case 'found':
      return input.state && stateProblem(input.state)
    case 'fill':
      return fillProblem(input.fill)
    case 'balance':
      return balanceProblem(input.balance)
    default:
      return undefined
  }
}

function stateProblem({ amount, clientOrderId, filled, status }: OrderState): string | undefined {
  if (!STATUSES.has(status)) return `order ${clientOrderId} is told to be ${status}`
  return (
    (isAmount(amount) ? undefined : `order ${clientOrderId} is told with the amount ${amount}`) ??
    (isAmount(filled) ? undefined : `order ${clientOrderId} is told with ${filled} filled`)
  )
}

function fillProblem({ amount, clientOrderId, fee, feeAsset, price, timestamp, tradeId }: Fill): string | undefined {
  const what = `fill ${tradeId} of ${clientOrderId}`
  if (typeof tradeId !== 'string' || tradeId === '') return `a fill of ${clientOrderId} has no trade id`
  if (!isAmount(amount) || Number(amount) === 0) return `${what} has the amount ${amount}`
  if (!isAmount(price) || Number(price) === 0) return `${what} has the price ${price}`
  if (!isDecimal(fee) || typeof feeAsset !== 'string') return `${what} has the fee ${fee} ${feeAsset}`
  return Number.isFinite(timestamp) ? undefined : `${what} has the time ${timestamp}`
}

const balanceProblem = ({ asset, free, locked }: Balance): string | undefined =>
  isDecimal(free) && isDecimal(locked) ? undefined : `the balance of ${asset} is told as ${free} free, ${locked} locked`

const isAmount = (value: unknown): boolean => isDecimal(value) && !value.startsWith('-')
