import { expect, test } from 'vitest'
import type { JournalEntry } from '../src/journal/entry.ts'
import { BODIES, notes } from './journal-entries.ts'
import type { Opened } from './store-contract.ts'

/** What a store tells of bots that nobody runs. */
export function archivePromises(at: Opened): void {
  const fill = (n: number, tradeId: string): JournalEntry => ({
    ...BODIES.fill,
    n,
    at: n,
    fill: { ...BODIES.fill.fill, tradeId },
  })
  const intent = (n: number): JournalEntry => ({ ...BODIES.intent, n, at: n })

  test('bots that were ever run are known, and what they left at the venue', async () => {
    await at.store.append(at.lease, [intent(1), fill(2, 't1')])
    await at.lease.release()
    expect(await at.store.bots()).toEqual(['a'])
    const { amount, clientOrderId } = BODIES.intent.order.request
    expect(await at.store.leftBehind('a')).toMatchObject({
      positions: [{ market: { exchange: 'binance', symbol: 'BTC/USDT' }, amount, averageEntry: '100.5' }],
      openOrders: [],
    })
    const other = await at.store.acquire('b')
    await at.store.append(other, [intent(1)])
    await other.release()
    expect([...(await at.store.bots())].sort()).toEqual(['a', 'b'])
    expect(await at.store.leftBehind('b')).toMatchObject({ positions: [], openOrders: [{ clientOrderId, amount }] })
  })

  test('what a bot that is being run has is not told: reading would take its refusals back', async () => {
    await at.store.append(at.lease, notes(1, 1))
    await expect(at.store.leftBehind('a')).rejects.toThrow('it is being run')
  })

  test('the last fill is told, also one that a snapshot covers', async () => {
    expect(await at.store.lastFill('a')).toBeUndefined()
    await at.store.append(at.lease, [fill(1, 't1'), fill(2, 't2'), ...notes(3, 4)])
    await at.store.snapshot(at.lease, { n: 4, at: 4, state: {} })
    expect(await at.store.lastFill('a')).toEqual({ ...BODIES.fill.fill, tradeId: 't2' })
    expect(await at.store.lastFill('b')).toBeUndefined()
  })
}
