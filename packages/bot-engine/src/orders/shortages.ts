import type { Balance, Decimal } from '@md/types'
import { exact, toDecimal } from '../decimal/exact.ts'

/** Where the bot's books and the venue do not agree, for the journal: nothing is changed for it, and nothing is silent. */
export interface Adjustment {
  readonly reason: 'fills-missing' | 'order-unknown' | 'balance-short'
  readonly detail: string
}

/**
 * Assets of which the venue has less than the ledger says the bot holds. More is no contradiction: other bots, and
 * people, may share the account. To be asked once the fills are in the ledger.
 */
export function shortages(held: ReadonlyMap<string, Decimal>, balances: readonly Balance[]): readonly Adjustment[] {
  return [...held].flatMap(([asset, amount]) => {
    const balance = balances.find((its) => its.asset === asset)
    const there = exact(balance?.free ?? '0').plus(balance?.locked ?? '0')
    if (there.gte(amount)) return []
    const detail = `the ledger holds ${amount} ${asset}, and the venue ${toDecimal(there)}`
    return [{ reason: 'balance-short', detail }]
  })
}
