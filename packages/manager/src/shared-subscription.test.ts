import { expect, test } from 'vitest'
import { aShared, watched } from '../test/held-source.ts'
import { BOOK, settled } from '../test/kit.ts'

test('asks once for two who come while the answer is pending, and answers both', async () => {
  const { source, take } = aShared()

  const [first, second] = [take(), take()]
  await settled()
  expect([first.outcome, second.outcome]).toEqual(['pending', 'pending'])
  await source.answer(0)

  expect(source.said).toEqual(['subscribe'])
  expect([first.outcome, second.outcome]).toEqual(['ready', 'ready'])
})

test('answers who comes later at once, without asking again', async () => {
  const { source, take } = aShared()
  take()
  await source.answer(0)

  const later = take()
  await settled()

  expect(later.outcome).toBe('ready')
  expect(source.said).toEqual(['subscribe'])
})

test('a refusal rejects everybody who waits and leaves nothing behind', async () => {
  const { ends, shared, source, take } = aShared()
  const [first, second] = [take(), take()]

  await source.answer(0, new Error('no such symbol'))

  expect([first.outcome, second.outcome]).toEqual(['no such symbol', 'no such symbol'])
  expect(source.said).toEqual(['subscribe'])
  expect(shared.holders).toBe(0)
  expect(ends).toEqual(['ended'])
})

test('keeps the upstream subscription for a while after the last has gone', async () => {
  const { clock, ends, source, take } = aShared({ lingerMs: 5_000 })
  const [first, second] = [take(), take()]
  await source.answer(0)

  first.release()
  clock.advance(60_000)
  second.release()
  clock.advance(4_999)
  expect(source.said).toEqual(['subscribe'])

  clock.advance(1)
  expect(source.said).toEqual(['subscribe', 'unsubscribe'])
  await source.answer(1)
  expect(ends).toEqual(['ended'])
  expect(clock.pending).toBe(0)
})

test('who comes within the linger finds it fed, and the linger starts afresh', async () => {
  const { clock, source, take } = aShared({ lingerMs: 5_000 })
  const first = take()
  await source.answer(0)
  first.release()
  clock.advance(4_000)

  const second = take()
  await settled()
  expect(second.outcome).toBe('ready')
  clock.advance(60_000)
  expect(source.said).toEqual(['subscribe'])

  second.release()
  clock.advance(4_999)
  expect(source.said).toEqual(['subscribe'])
})

test('released before the answer: gives up at once, without waiting for the answer', async () => {
  const { ends, source, take } = aShared({ lingerMs: 5_000 })
  const only = take()

  only.release()
  await settled()
  expect(only.outcome).toContain('given up')
  expect(source.said).toEqual(['subscribe', 'unsubscribe'])
  await source.answer(1)
  expect(ends).toEqual(['ended'])

  await source.answer(0)
  expect(ends).toEqual(['ended'])
})

test('released before the answer by one of two: the other still gets it', async () => {
  const { source, take } = aShared()
  const [first, second] = [take(), take()]

  first.release()
  await source.answer(0)

  expect(first.outcome).toContain('given up')
  expect(second.outcome).toBe('ready')
  expect(source.said).toEqual(['subscribe'])
})

test('who comes while it is being given up waits for that, and is then asked for anew', async () => {
  const { ends, source, take } = aShared()
  const first = take()
  await source.answer(0)
  first.release()
  expect(source.said).toEqual(['subscribe', 'unsubscribe'])

  const second = take()
  await settled()
  expect(source.said).toEqual(['subscribe', 'unsubscribe'])
  expect(second.outcome).toBe('pending')

  await source.answer(1)
  expect(source.said).toEqual(['subscribe', 'unsubscribe', 'subscribe'])
  await source.answer(2)
  expect(second.outcome).toBe('ready')
  expect(ends).toEqual([])
})

test('comes and goes while it is being given up: nothing is asked again', async () => {
  const { ends, source, take } = aShared()
  const first = take()
  await source.answer(0)
  first.release()

  const second = take()
  second.release()
  await source.answer(1)

  expect(source.said).toEqual(['subscribe', 'unsubscribe'])
  expect(second.outcome).toContain('given up')
  expect(ends).toEqual(['ended'])
})

test('an answer to what was given up in the meantime does not count for who came after', async () => {
  const { source, take } = aShared()
  take().release()
  const second = take()
  await source.answer(1)
  expect(source.said).toEqual(['subscribe', 'unsubscribe', 'subscribe'])

  await source.answer(0)
  expect(second.outcome).toBe('pending')
  await source.answer(2)
  expect(second.outcome).toBe('ready')
})

test('giving up that fails is reported, and the subscription is over all the same', async () => {
  const { ends, failures, source, take } = aShared()
  const only = take()
  await source.answer(0)
  only.release()

  await source.answer(1, new Error('timeout'))

  expect(failures).toEqual([new Error('timeout')])
  expect(ends).toEqual(['ended'])
})

test('releasing twice releases one share', async () => {
  const { source, take } = aShared()
  const [first] = [take(), take()]
  await source.answer(0)

  first.release()
  first.release()

  expect(source.said).toEqual(['subscribe'])
})

test('when the source goes away, who waits is told, who holds is let go by finish, and nothing more is asked', async () => {
  const { clock, ends, shared, source } = aShared({ lingerMs: 5_000, want: BOOK })
  const over: string[] = []
  const held = watched(shared.take(10, () => over.push('held')))
  await source.answer(0)
  const waiting = watched(shared.take(100, () => over.push('waiting')))

  shared.abandon('the exchange was disconnected')
  await settled()
  expect(waiting.outcome).toContain('the exchange was disconnected')
  expect(over).toEqual(['waiting'])

  shared.finish()
  held.release()
  await source.answer(1)
  clock.advance(60_000)
  expect(over).toEqual(['waiting', 'held'])
  expect(ends).toEqual(['ended'])
  expect(source.said).toEqual(['subscribe 10', 'subscribe 100'])
})
