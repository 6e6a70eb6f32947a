import { InvalidInputError } from '@md/types'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FencedError, LeaseHeldError, StoreError } from '../src/store/errors.ts'
import type { BotArchive, BotLease, BotStore, Latch, LeaseKeeper } from '../src/store/store.ts'
import { archivePromises } from './archive-promises.ts'
import { aNote, notes } from './journal-entries.ts'

export type LeasingStore = BotStore & LeaseKeeper & BotArchive

export interface StoreStage {
  readonly store: LeasingStore
  /** Closes it, and opens what it has kept once more where that outlives it. */
  reopen(): Promise<LeasingStore>
  close(): Promise<void>
}

export const LATCH: Latch = { scope: 'bot', id: 'a', cause: 'daily loss', by: 'risk', at: 5.5 }

export interface Opened {
  store: LeasingStore
  /** Of bot `a`. */
  lease: BotLease
}

/** What every store promises, whatever it keeps things in. */
export function storeContract(name: string, open: () => Promise<StoreStage>): void {
  describe(`${name} keeps the contract of stores`, () => {
    const at = {} as Opened
    let stage: StoreStage

    beforeEach(async () => {
      stage = await open()
      at.store = stage.store
      at.lease = await at.store.acquire('a')
    })

    afterEach(() => stage.close())

    entryPromises(at)
    refusalPromises(at)
    snapshotPromises(at)
    leasePromises(at)
    haltPromises(at)
    archivePromises(at)
    chancePromise(at)
  })
}

const kept = async (store: LeasingStore, botId = 'a') => (await store.load(botId)).entries

function entryPromises(at: Opened): void {
  test('a bot that was never here is empty', async () => {
    expect(await at.store.load('new')).toEqual({ snapshot: undefined, entries: [], damage: undefined })
  })

  test('entries are given back in order, each bot its own', async () => {
    const other = await at.store.acquire('b')
    await at.store.append(at.lease, notes(1, 2))
    await at.store.append(other, notes(1, 1))
    await at.store.append(at.lease, [])
    await at.store.append(at.lease, notes(3, 3))
    expect(await kept(at.store)).toEqual(notes(1, 3))
    expect(await kept(at.store, 'b')).toEqual(notes(1, 1))
  })

  test('what is given without waiting is kept in the order in which it was given', async () => {
    await Promise.all(notes(1, 50).map((entry) => at.store.append(at.lease, [entry])))
    expect(await kept(at.store)).toEqual(notes(1, 50))
  })

  test('numbers may leap', async () => {
    await at.store.append(at.lease, [aNote(1), aNote(7)])
    await at.store.append(at.lease, [aNote(100)])
    expect((await kept(at.store)).map(({ n }) => n)).toEqual([1, 7, 100])
  })
}

function refusalPromises(at: Opened): void {
  test.each([
    ['one that was there', notes(1, 2), notes(2, 2)],
    ['one twice', [], [aNote(4), aNote(4)]],
  ])('numbers rise: %s is refused, and with it all of what was given', async (_what, first, second) => {
    await at.store.append(at.lease, first)
    await expect(at.store.append(at.lease, [...second])).rejects.toThrow(StoreError)
    expect(await kept(at.store)).toEqual(first)
  })

  test('what JSON would lose is refused, and nothing given after it is kept until the bot is loaded', async () => {
    const bad = { n: 2, at: 1, type: 'state', version: 1, state: { at: new Map() }, keep: undefined } as const
    const outcomes = await Promise.allSettled([
      at.store.append(at.lease, notes(1, 1)),
      at.store.append(at.lease, [bad]),
      at.store.append(at.lease, notes(3, 3)),
      at.store.snapshot(at.lease, { n: 3, at: 1, state: {} }),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    expect(outcomes.map((one) => one.status === 'rejected' && one.reason)).toEqual([
      false,
      expect.any(InvalidInputError),
      expect.any(StoreError),
      expect.any(StoreError),
    ])
    expect((await at.store.load('a')).snapshot).toBeUndefined()
    expect(await kept(at.store)).toEqual(notes(1, 1))
    await at.store.append(at.lease, notes(2, 2))
    expect(await kept(at.store)).toEqual(notes(1, 2))
  })

  test('one bot that is refused does not touch another', async () => {
    const other = await at.store.acquire('b')
    await at.store.append(at.lease, notes(5, 5))
    const outcomes = await Promise.allSettled([
      at.store.append(at.lease, notes(5, 5)),
      at.store.append(other, notes(1, 1)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    expect(await kept(at.store, 'b')).toEqual(notes(1, 1))
  })
}

function snapshotPromises(at: Opened): void {
  test('a snapshot takes the place of the entries up to it', async () => {
    await at.store.append(at.lease, notes(1, 5))
    await at.store.snapshot(at.lease, { n: 4, at: 7.25, state: { z: 1, a: ['x', null] } })
    const { entries, snapshot } = await at.store.load('a')
    expect(snapshot).toEqual({ n: 4, at: 7.25, state: { z: 1, a: ['x', null] } })
    expect(JSON.stringify(snapshot?.state)).toBe('{"z":1,"a":["x",null]}')
    expect(entries).toEqual(notes(5, 5))
    await expect(at.store.append(at.lease, notes(4, 4))).rejects.toThrow(StoreError)
  })

  test('a snapshot beyond the last entry is where numbers go on', async () => {
    await at.store.snapshot(at.lease, { n: 9, at: 1, state: 1 })
    await at.store.append(at.lease, notes(10, 10))
    await at.store.snapshot(at.lease, { n: 20, at: 1, state: 2 })
    await expect(at.store.append(at.lease, notes(15, 15))).rejects.toThrow(StoreError)
    expect(await at.store.load('a')).toMatchObject({ snapshot: { n: 20, state: 2 }, entries: [] })
  })

  test('what was given is not changed by what the giver does with it afterwards', async () => {
    const state = { levels: [1, 2] }
    await at.store.snapshot(at.lease, { n: 1, at: 1, state })
    state.levels.push(3)
    expect((await at.store.load('a')).snapshot?.state).toEqual({ levels: [1, 2] })
  })
}

function leasePromises(at: Opened): void {
  test('a bot is run once at a time, and each lease has a larger fence', async () => {
    await expect(at.store.acquire('a')).rejects.toThrow(LeaseHeldError)
    await at.lease.release()
    const next = await at.store.acquire('a')
    expect([at.lease.fence, next.fence]).toEqual([1, 2])
    await at.lease.release()
    await expect(at.store.acquire('a')).rejects.toThrow(LeaseHeldError)
  })

  test('of two who want a bot at once, one gets it', async () => {
    const outcomes = await Promise.allSettled([at.store.acquire('b'), at.store.acquire('b')])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('an old lease writes nothing any more', async () => {
    await at.store.append(at.lease, notes(1, 1))
    await at.lease.release()
    await expect(at.store.append(at.lease, notes(2, 2))).rejects.toThrow(FencedError)
    const next = await at.store.acquire('a')
    await expect(at.store.append(at.lease, notes(2, 2))).rejects.toThrow(FencedError)
    await expect(at.store.snapshot(at.lease, { n: 1, at: 1, state: 0 })).rejects.toThrow(FencedError)
    await at.store.append(next, notes(2, 2))
    expect(await kept(at.store)).toEqual(notes(1, 2))
  })

  test('what was given before the lease was given back is kept', async () => {
    const written = at.store.append(at.lease, notes(1, 1))
    await at.lease.release()
    await written
    expect(await kept(at.store)).toEqual(notes(1, 1))
  })
}

function haltPromises(at: Opened): void {
  test('halts are kept until they are ended, the latest of each scope and id', async () => {
    const others: readonly Latch[] = [
      { scope: 'process', id: '', cause: 'signal', by: 'operator', at: 1 },
      { scope: 'account', id: 'a', cause: 'asked', by: 'operator', at: 2 },
    ]
    for (const latch of [LATCH, ...others, { ...LATCH, cause: 'again' }]) await at.store.latch(latch)
    const byScope = async () => [...(await at.store.latches())].sort((a, b) => a.at - b.at)
    expect(await byScope()).toEqual([...others, { ...LATCH, cause: 'again' }])
    await at.store.unlatch('bot', 'a')
    await at.store.unlatch('bot', 'nobody')
    expect(await byScope()).toEqual(others)
  })

  test('a closed store refuses, and closing twice is harmless', async () => {
    const written = at.store.append(at.lease, notes(1, 1))
    await at.store.close()
    await written
    await at.store.close()
    await expect(at.store.append(at.lease, notes(2, 2))).rejects.toThrow('closed')
    await expect(at.store.load('a')).rejects.toThrow('closed')
    await expect(at.store.latch(LATCH)).rejects.toThrow('closed')
    await expect(at.store.unlatch('bot', 'a')).rejects.toThrow('closed')
  })
}

function chancePromise(at: Opened): void {
  test('whatever is given in whatever order, what was acknowledged is what is given back', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('append'), n: fc.integer({ min: 1, max: 12 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('snapshot'), n: fc.integer({ min: 1, max: 12 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('load'), n: fc.constant(0) }) },
    )
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        run += 1
        const own = await at.store.acquire(`run ${run}`)
        const given = steps.map(async ({ kind, n }) => {
          if (kind === 'append') await at.store.append(own, [aNote(n)])
          else if (kind === 'snapshot') await at.store.snapshot(own, { n, at: n, state: n })
          else await at.store.load(own.botId)
        })
        const outcomes = await Promise.allSettled(given)
        const acknowledged = steps.filter((_, i) => outcomes[i]?.status === 'fulfilled')
        const snapshot = acknowledged.findLast(({ kind }) => kind === 'snapshot')
        const { entries, snapshot: found } = await at.store.load(own.botId)
        expect(found?.n).toBe(snapshot?.n)
        expect(entries.map(({ n }) => n)).toEqual(
          acknowledged.filter(({ kind, n }) => kind === 'append' && n > (snapshot?.n ?? 0)).map(({ n }) => n),
        )
      }),
      { numRuns: 60 },
    )
  })
}
