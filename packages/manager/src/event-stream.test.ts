import type { MarketEvent } from '@md/types'
import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aBook } from '../test/kit.ts'
import { QueuedEventStream, type StreamOptions } from './event-stream.ts'

function aStream({ limit = 3, onFull = 'drop-oldest' }: StreamOptions = {}) {
  const ends: unknown[] = []
  const stream = new QueuedEventStream({}, { limit, onFull }, (ended) => ends.push(ended))
  const trade = (id: number) => stream.offer({ type: 'trade', data: aTrade({ id: String(id) }) })
  return { stream, ends, trade }
}

const idOf = (event: MarketEvent | undefined) => (event?.type === 'trade' ? event.data.id : 'none')

async function idsOf(stream: QueuedEventStream): Promise<string[]> {
  const ids: string[] = []
  for await (const event of stream) ids.push(idOf(event))
  return ids
}

test('gives what came, in order, then waits for what comes', async () => {
  const { stream, trade } = aStream()
  trade(1)
  trade(2)

  expect(idOf((await stream.next()).value)).toBe('1')
  expect(idOf((await stream.next()).value)).toBe('2')
  const [third, fourth] = [stream.next(), stream.next()]
  trade(3)
  trade(4)

  expect([idOf((await third).value), idOf((await fourth).value)]).toEqual(['3', '4'])
  expect(stream.dropped).toBe(0)
})

test('when full it loses the oldest, or the newest, as it was told, and counts', async () => {
  const oldest = aStream({ onFull: 'drop-oldest' })
  const newest = aStream({ onFull: 'drop-newest' })

  for (const { trade } of [oldest, newest]) for (const id of [1, 2, 3, 4, 5]) trade(id)
  expect([oldest.stream.dropped, newest.stream.dropped]).toEqual([2, 2])
  expect(oldest.stream.size).toBe(3)
  oldest.stream.end()
  newest.stream.end()

  expect(await idsOf(oldest.stream)).toEqual(['3', '4', '5'])
  expect(await idsOf(newest.stream)).toEqual(['1', '2', '3'])
})

test('a consumer that leaves the loop ends it: nothing is kept any more', async () => {
  const { ends, stream, trade } = aStream()
  trade(1)
  trade(2)

  for await (const event of stream) {
    expect(idOf(event)).toBe('1')
    break
  }
  trade(3)

  expect(ends).toEqual([stream])
  expect(stream.size).toBe(0)
  expect(await stream.next()).toEqual({ done: true, value: undefined })
})

test('ended from outside: what is in it can still be read, and a consumer that waits is let go', async () => {
  const full = aStream()
  full.trade(1)
  full.stream.end()
  full.stream.end()
  const empty = aStream()
  const waiting = empty.stream.next()

  empty.stream.end()

  expect(await idsOf(full.stream)).toEqual(['1'])
  expect(full.ends).toHaveLength(1)
  expect((await waiting).done).toBe(true)
})

test('disposal ends it', async () => {
  const { ends, stream } = aStream()
  const scope = async () => {
    await using held = stream
    expect(held.size).toBe(0)
  }

  await scope()

  expect(ends).toEqual([stream])
})

test('a book event keeps its own change, sequence and status while the book moves on', async () => {
  const { stream } = aStream()
  const book = aBook()
  stream.offer({ type: 'orderbook', data: book.snapshot([[100, 1]], [[101, 1]]) })
  stream.offer({ type: 'orderbook', data: book.update([[100, 2]]) })
  book.update([[100, 3]])
  book.view.become('stale')
  stream.end()

  const kept: unknown[] = []
  for await (const { data, type } of stream) {
    if (type === 'orderbook') kept.push([data.sequence, data.status, data.change?.kind, data.bids.amount(0)])
  }

  expect(kept).toEqual([
    [0, 'live', 'snapshot', 3],
    [1, 'live', 'delta', 3],
  ])
})
