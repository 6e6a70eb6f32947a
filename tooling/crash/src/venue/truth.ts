import type { Fill, OrderRequest, OrderState } from '@md/types'
import { product, units } from '../digits.ts'
import { LOWEST } from '../market.ts'

export interface Received {
  readonly clientOrderId: string
  /** It came after the halt was acknowledged. */
  readonly afterHalt: boolean
}

/** What one bot holds by the venue's fills. Units of `digits.ts`. */
export interface Account {
  amount: bigint
  cash: bigint
  least: bigint
  /** The most it ever held and could have been filled to hold, base currency. */
  most: bigint
}

export const ownerOf = (clientOrderId: string): string => clientOrderId.split('-').slice(0, -2).join('-')

/** Everything that ever happened at the venue: what the bots' books are held against. */
export class Truth {
  readonly received: Received[] = []
  readonly fills: Fill[] = []
  readonly orders = new Map<string, OrderState>()
  readonly #accounts = new Map<string, Account>()
  halted = false

  /** Of a request, whatever becomes of it. */
  receive({ clientOrderId }: OrderRequest): void {
    this.received.push({ clientOrderId, afterHalt: this.halted })
  }

  book(state: OrderState): void {
    this.orders.set(state.clientOrderId, state)
    this.#exposure(ownerOf(state.clientOrderId))
  }

  fill(fill: Fill): void {
    this.fills.push(fill)
    const owner = ownerOf(fill.clientOrderId)
    const account = this.accountOf(owner)
    const [amount, fee] = [units(fill.amount), units(fill.fee)]
    const sign = fill.side === 'buy' ? 1n : -1n
    account.amount += sign * amount - (fill.feeAsset === 'BTC' ? fee : 0n)
    account.cash += -sign * product(amount, units(fill.price)) - (fill.feeAsset === 'USDT' ? fee : 0n)
    if (account.amount < account.least) account.least = account.amount
  }

  accountOf(owner: string): Account {
    const account = this.#accounts.get(owner) ?? { amount: 0n, cash: 0n, least: 0n, most: 0n }
    this.#accounts.set(owner, account)
    return account
  }

  /** The value of the most that a bot held or could have come to hold, at the lowest price there is. Quote currency. */
  leastValueOfMost(owner: string): number {
    return (Number(this.accountOf(owner).most) / Number(units('1'))) * LOWEST
  }

  /** What the orders of a bot could make of its position if all of its buys were filled. */
  #exposure(owner: string): void {
    const account = this.accountOf(owner)
    let most = account.amount
    for (const [clientOrderId, { amount, filled, side, status }] of this.orders)
      if (side === 'buy' && isWorking(status) && ownerOf(clientOrderId) === owner) most += units(amount) - units(filled)
    if (most > account.most) account.most = most
  }
}

export const isWorking = (status: OrderState['status']): boolean => status === 'open' || status === 'partially-filled'

export const BALANCES: Readonly<Record<string, string>> = { BTC: '1000', USDT: '1000000' }
