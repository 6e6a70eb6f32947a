import type { BotStatus, Fleet, Order } from '@md/bot-engine'
import type { SqliteStore } from '@md/bot-engine/sqlite'
import { sleep } from '@md/runtime'
import type { Clock } from '@md/types'
import { INSTRUMENT, LOWEST } from '../market.ts'
import { BOT_IDS } from './plan.ts'
import type { BotReport } from './report.ts'

/** Longer than anything can be under way, ms. */
const QUIET_MS = 6_000
const LOOK_MS = 200

/** Whether nothing is open any more, and nothing has happened for a while. */
export async function settled(fleet: Fleet, clock: Clock, patienceMs: number): Promise<boolean> {
  const end = clock.now() + patienceMs
  let quietSince = clock.now()
  let before = ''
  while (clock.now() < end) {
    await sleep(clock, LOOK_MS)
    const statuses = fleet.statuses()
    const isQuiet = BOT_IDS.every((id) => fleet.bot(id)?.isIdle) && statuses.every(isAtRest)
    const now = JSON.stringify(statuses.map(({ fees, positions }) => [fees, positions.map(({ amount }) => amount)]))
    if (!isQuiet || now !== before) quietSince = clock.now()
    before = now
    if (clock.now() - quietSince >= QUIET_MS) return true
  }
  return false
}

/** A bot that is halted has to keep what it holds, and so has one that holds less than the venue takes. */
const isAtRest = ({ openOrders, positions, trading }: BotStatus): boolean =>
  openOrders.length === 0 && (trading === 'halted' || positions.every(({ size }) => size < DUST))

/** Base currency: what is worth less than the least order at the lowest price. */
const DUST = Number(INSTRUMENT.minNotional) / LOWEST

/** What of a snapshot is looked at. */
interface SavedBooks {
  readonly orders: { readonly open: readonly Order[]; readonly ended: readonly Order[] }
  readonly ledger: {
    readonly markets: readonly { readonly account: { readonly amount: string; readonly cash: string } }[]
  }
}

/** Of bots that have ended: from the file, not from memory. */
export async function booksOf(store: SqliteStore, fleet: ReturnType<Fleet['statuses']>): Promise<readonly BotReport[]> {
  return await Promise.all(
    fleet.map(async (status) => {
      const { id } = status
      const history = await store.history(id)
      const { snapshot } = await store.load(id)
      if (snapshot === undefined) throw new Error(`${id} has left no snapshot`)
      const { ledger, orders } = snapshot.state as SavedBooks
      const { amount = '0', cash = '0' } = ledger.markets[0]?.account ?? {}
      return {
        id,
        status,
        intended: history.flatMap((entry) => (entry.type === 'intent' ? [entry.order.request.clientOrderId] : [])),
        adopted: history.flatMap((entry) => (entry.type === 'adopted' ? [entry.order.request.clientOrderId] : [])),
        orders: [...orders.ended, ...orders.open],
        amount,
        cash,
      }
    }),
  )
}
