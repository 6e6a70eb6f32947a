import { expect, test } from 'vitest'
import { notes } from '../../test/journal-entries.ts'
import { storeContract } from '../../test/store-contract.ts'
import { FencedError } from './errors.ts'
import { MemoryLeases } from './memory-leases.ts'
import { MemoryStore } from './memory-store.ts'

storeContract('memory', async () => {
  const store = new MemoryStore()
  return { store, reopen: async () => store, close: () => store.close() }
})

test('leases may be kept apart from the store', async () => {
  const leases = new MemoryLeases()
  const store = new MemoryStore({ leases })
  const lease = await leases.acquire('a')
  await store.append(lease, notes(1, 1))
  expect((await store.load('a')).entries).toEqual(notes(1, 1))
})

test('whoever loses a lease is told why, and writes nothing any more', async () => {
  const store = new MemoryStore()
  const lease = await store.acquire('a')
  store.leases.revoke('a', 'another executor took over')
  expect(await lease.lost).toBe('another executor took over')
  await expect(store.append(lease, notes(1, 1))).rejects.toThrow(FencedError)
  expect((await store.acquire('a')).fence).toBe(2)
})
