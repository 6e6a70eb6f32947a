import { EXCHANGES, InvalidInputError } from '@md/types'
import { z } from 'zod'
import { isDecimal } from '../decimal/checked.ts'

const decimal = z.string().refine(isDecimal, 'decimal digits expected')
const pair = z.tuple([decimal, decimal]).readonly()
const amounts = z.record(z.string(), decimal).readonly()

const trip = z.object({ openedAt: z.number(), fills: z.number(), entered: pair, left: pair, fees: amounts })

const account = z.object({
  amount: decimal,
  cost: decimal,
  cash: decimal,
  volume: decimal,
  settled: decimal,
  fees: amounts,
  openedAt: z.number().optional(),
  trip: trip.readonly().optional(),
})

const seen = z.object({
  trades: z.array(z.tuple([z.string(), z.number()]).readonly()).readonly(),
  forgottenBefore: z.number().optional(),
})

const market = z.object({
  exchange: z.enum(EXCHANGES),
  symbol: z.string(),
  account: account.readonly(),
  seen: seen.readonly(),
})

const ledgerSnapshot = z.object({ version: z.literal(1), markets: z.array(market.readonly()).readonly() }).readonly()

export type LedgerSnapshot = z.infer<typeof ledgerSnapshot>

/** @throws InvalidInputError */
export function checkedSnapshot(snapshot: unknown): LedgerSnapshot {
  const { data, error } = ledgerSnapshot.safeParse(snapshot)
  if (error) throw new InvalidInputError('ledger snapshot', snapshot, `one of version 1 (${z.prettifyError(error)})`)
  return data
}
