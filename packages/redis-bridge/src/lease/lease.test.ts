import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import type { Reply } from '../link/client.ts'
import { settingsOf } from '../settings.ts'
import { Lease, NOT_RENEWED } from './lease.ts'

const TTL_MS = 1_000
const OURS: Reply = [1, '7', '', 0]
const THEIRS: Reply = [0, '9', '', 400]

/** A lease, and a Redis that answers what the test says. */
function aLease(answer: () => Promise<Reply>, shared = true) {
  const clock = new ManualClock()
  const told: unknown[] = []
  const asked: (readonly string[])[] = []
  const options = shared ? { lease: { name: 'host', ttlMs: TTL_MS } } : {}
  const lease = new Lease({
    key: 'lease',
    owner: 'me',
    settings: settingsOf({ clock, ...options }),
    command: (args) => {
      asked.push(args)
      return answer()
    },
    events: { taken: (taken) => told.push(taken), lost: (reason) => told.push(reason) },
  })
  const pass = async (ms: number) => {
    for (let i = 0; i < ms; i += 100) {
      clock.advance(100)
      for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    }
  }
  return { lease, told, asked, pass, clock }
}

test('is renewed long before it ends, and told of once', async () => {
  const { asked, lease, pass, told } = aLease(() => Promise.resolve(OURS))
  await lease.start()
  await pass(5 * TTL_MS)
  expect(told).toEqual([{ fence: 7, ends: {} }])
  expect(lease.leading).toBe(true)
  expect(asked.length).toBeGreaterThanOrEqual(5 * 3)
  expect(asked.at(-1)).toEqual(['EVAL', expect.any(String), '1', 'lease', 'me', String(TTL_MS), '0', '7'])
})

test('ends by our own clock when it cannot be renewed, and before it does in Redis', async () => {
  let answer = () => Promise.resolve(OURS)
  const { lease, pass, told } = aLease(() => answer())
  await lease.start()
  answer = () => Promise.reject(new Error('away'))
  await pass(TTL_MS - 200)
  expect(lease.leading).toBe(true)
  await pass(100)
  expect(lease.leading).toBe(false)
  expect(told.at(-1)).toBe(NOT_RENEWED)

  // Nobody else has had it: it goes on under the same fence.
  answer = () => Promise.resolve(OURS)
  await pass(500)
  expect(told).toEqual([{ fence: 7, ends: {} }, NOT_RENEWED, { fence: 7, ends: {} }])
})

test('a lease that was not renewed and is another one’s now is lost for good, told of once more', async () => {
  let answer = () => Promise.resolve(OURS)
  const { lease, pass, told } = aLease(() => answer())
  await lease.start()
  answer = () => Promise.reject(new Error('away'))
  await pass(TTL_MS)
  answer = () => Promise.resolve(THEIRS)
  await pass(2 * TTL_MS)
  expect(told).toEqual([{ fence: 7, ends: {} }, NOT_RENEWED, 'another bridge leads'])
  expect(lease.leading).toBe(false)
})

test('one that is not shared never ends by itself', async () => {
  const { lease, pass } = aLease(() => Promise.resolve(OURS), false)
  await lease.start()
  lease.pause()
  await pass(100 * TTL_MS)
  expect(lease.leading).toBe(true)
})

test.each([
  [
    '{"0":{"fence":3,"batch":8},"1":{"fence":"x","batch":1},"x":{"fence":1,"batch":1},"2":null}',
    { 0: { fence: 3, batch: 8 } },
  ],
  ['{', {}],
  ['7', {}],
  ['null', {}],
])('of where the one before us ended, %s is read as far as it can be', async (ends, read) => {
  const { lease, told } = aLease(() => Promise.resolve([1, '7', ends, 0]))
  await lease.start()
  expect(told).toEqual([{ fence: 7, ends: read }])
})

test.each([[[1, 7]], ['OK'], [null]] as readonly [Reply][])(
  'an answer like %j is an error, not a lease',
  async (reply) => {
    const { lease, told } = aLease(() => Promise.resolve(reply))
    await expect(lease.start()).rejects.toMatchObject({ code: 'REDIS_COMMAND_FAILED' })
    expect(told).toEqual([])
  },
)

test('an answer that comes when nobody waits for it any more changes nothing', async () => {
  let reply: (reply: Reply) => void = () => undefined
  const { lease, pass, told, asked } = aLease(
    () =>
      new Promise((resolve) => {
        reply = resolve
      }),
  )
  const started = lease.start()
  lease.pause()
  reply(OURS)
  await started
  await pass(2 * TTL_MS)
  expect([told, lease.leading, asked.length]).toEqual([[], false, 1])
})

test('only who leads gives a lease back, and says where it ended', async () => {
  let answer = () => Promise.resolve(THEIRS)
  const { asked, lease, pass, told } = aLease(() => answer())
  await lease.start()
  await lease.release({ 0: { fence: 7, batch: 3 } })
  expect(asked).toHaveLength(1)

  answer = () => Promise.resolve(OURS)
  await lease.start()
  await lease.release({ 0: { fence: 7, batch: 3 } })
  await pass(2 * TTL_MS)
  expect(asked.at(-1)?.slice(2)).toEqual(['1', 'lease', 'me', '{"0":{"fence":7,"batch":3}}'])
  expect(told).toEqual([{ fence: 7, ends: {} }, 'released'])
  lease.deposed()
  lease.forget()
  expect(told).toHaveLength(2)
})
