import { expect, test } from 'vitest'
import { buy, EngineStage, puppet } from '../../test/engine-stage.ts'
import { MemoryStore } from '../store/memory-store.ts'
import type { BotLease, BotSnapshot } from '../store/store.ts'

/** Remembers what was given to it, in its order. */
class WatchedStore extends MemoryStore {
  readonly given: string[] = []

  override async append(...[lease, entries]: Parameters<MemoryStore['append']>): Promise<void> {
    this.given.push(entries.some(({ type }) => type === 'intent') ? 'intent' : 'entries')
    await super.append(lease, entries)
  }

  override async snapshot(lease: BotLease, snapshot: BotSnapshot): Promise<void> {
    this.given.push('snapshot')
    await super.snapshot(lease, snapshot)
  }
}

test('an order does not wait for a snapshot: one that is due is taken in a step that sends nothing', async () => {
  const store = new WatchedStore()
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { store, leases: store.leases }).begun()
  await stage.price(100)
  while (store.given.length < 997) stage.engine.command(store.given.length % 2 === 0 ? 'pause' : 'resume', 'a step')
  for (let i = 0; i < 2; i++) stage.engine.command('resume', 'the last of them')
  expect(store.given).not.toContain('snapshot')

  while (!store.given.includes('snapshot')) {
    does(buy('0.5', { ref: `in ${store.given.length}` }))
    await stage.price(100)
  }
  const taken = store.given.indexOf('snapshot')
  expect(store.given[taken - 1]).toBe('entries')
  expect(store.given.slice(999, taken)).toContain('intent')
})
