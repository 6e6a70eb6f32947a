import { describe, expect, test } from 'vitest'
import { notes } from './journal-entries.ts'
import { LATCH, type StoreStage } from './store-contract.ts'

/** What stores promise that outlive the process. */
export function durableStoreContract(name: string, open: () => Promise<StoreStage>): void {
  describe(`${name} outlives its process`, () => {
    test('everything is there when it is opened again, and fences go on', async () => {
      const stage = await open()
      const lease = await stage.store.acquire('a')
      await stage.store.append(lease, notes(1, 5))
      await stage.store.snapshot(lease, { n: 3, at: 3, state: { x: 1 } })
      await stage.store.latch(LATCH)
      const store = await stage.reopen()
      expect(await store.load('a')).toEqual({
        snapshot: { n: 3, at: 3, state: { x: 1 } },
        entries: notes(4, 5),
        damage: undefined,
      })
      expect(await store.latches()).toEqual([LATCH])
      expect((await store.acquire('a')).fence).toBe(2)
      expect(await lease.lost).toBe('the store was closed')
      await stage.close()
    })
  })
}
