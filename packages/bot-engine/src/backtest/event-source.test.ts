import { aTicker, aTrade } from '@md/types/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { merged, sourceOf } from './event-source.ts'
import type { PlayedEvent } from './played-event.ts'

const at = (receivedAt: number, id = ''): PlayedEvent => ({ type: 'trade', data: aTrade({ receivedAt, id }) })

async function* batches(sizes: readonly number[], events: readonly PlayedEvent[]): AsyncGenerator<PlayedEvent[]> {
  let from = 0
  for (const size of sizes) {
    yield events.slice(from, from + size)
    from += size
  }
  yield events.slice(from)
}

async function all(source: AsyncIterable<readonly PlayedEvent[]>): Promise<PlayedEvent[]> {
  const found: PlayedEvent[] = []
  for await (const batch of source) found.push(...batch)
  return found
}

test('a list is played in its order, however long', async () => {
  const events = Array.from({ length: 2_500 }, (_, i) => at(i))
  expect(await all(sourceOf(events))).toEqual(events)
})

test('several sources are one by time, and of one moment the first named comes first', async () => {
  const first = [at(1, 'a'), at(3, 'b'), at(3, 'c')]
  const second = [at(0, 'd'), at(3, 'e'), at(4, 'f')]
  const found = await all(merged([sourceOf(first), sourceOf(second), sourceOf([])]))
  expect(found.map(({ data }) => ('id' in data ? data.id : ''))).toEqual(['d', 'a', 'b', 'c', 'e', 'f'])
})

test('a gap stays with what came before it', async () => {
  const gap: PlayedEvent = {
    type: 'gap',
    data: { exchange: 'binance', symbol: 'BTC/USDT', channel: 'ticker', missed: 1, recovered: false, cause: 'drop' },
  }
  const first = [at(5), gap, at(9)]
  const found = await all(merged([sourceOf(first), sourceOf([{ type: 'ticker', data: aTicker({ receivedAt: 7 }) }])]))
  expect(found.map(({ type }) => type)).toEqual(['trade', 'gap', 'ticker', 'trade'])
})

test('nothing is lost and time never goes back, however the sources are cut into batches', async () => {
  const source = fc.record({
    times: fc.array(fc.integer({ min: 0, max: 50 })).map((times) => times.sort((a, b) => a - b)),
    sizes: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 5 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(source, { maxLength: 4 }), async (sources) => {
      const made = sources.map(({ times, sizes }) =>
        batches(
          sizes,
          times.map((time) => at(time)),
        ),
      )
      const found = (await all(merged(made))).map(({ data }) => ('receivedAt' in data ? data.receivedAt : 0))
      expect(found).toEqual(sources.flatMap(({ times }) => times).sort((a, b) => a - b))
    }),
  )
})

test('a reader that has enough closes every source', async () => {
  const closed: string[] = []
  async function* endless(name: string): AsyncGenerator<PlayedEvent[]> {
    try {
      for (let i = 0; ; i++) yield [at(i)]
    } finally {
      closed.push(name)
    }
  }
  for await (const _ of merged([endless('a'), endless('b')])) break
  expect(closed).toEqual(['a', 'b'])
})
