import { expect, test } from 'vitest'
import { aShared } from '../test/held-source.ts'
import { BOOK, settled } from '../test/kit.ts'

test('asks again when a deeper book is wanted, and not when a shallower one is', async () => {
  const { source, take } = aShared({ want: BOOK })
  take(10)
  await source.answer(0)

  const shallower = take(5)
  await settled()
  expect(shallower.outcome).toBe('ready')

  const deeper = take(100)
  expect(source.said).toEqual(['subscribe 10', 'subscribe 100'])
  await source.answer(1)
  expect(deeper.outcome).toBe('ready')
})

test('of those who wait the deepest is asked for, and answers all', async () => {
  const { source, take } = aShared({ want: BOOK })
  const shallow = take(10)
  const [middle, deep] = [take(50), take(500)]

  await source.answer(0)
  expect([shallow.outcome, middle.outcome, deep.outcome]).toEqual(['ready', 'pending', 'pending'])
  await source.answer(1)

  expect([middle.outcome, deep.outcome]).toEqual(['ready', 'ready'])
  expect(source.said).toEqual(['subscribe 10', 'subscribe 500'])
})

test('a book of the default depth and one of a named depth are both asked for, since nobody knows which is deeper', async () => {
  const { source, take } = aShared({ want: BOOK })
  const named = take(10)
  await source.answer(0)
  const byDefault = take()

  await source.answer(1)

  expect(source.said).toEqual(['subscribe 10', 'subscribe'])
  expect([named.outcome, byDefault.outcome]).toEqual(['ready', 'ready'])
})

test('a deeper book that is refused costs only those who wanted it', async () => {
  const { ends, shared, source, take } = aShared({ want: BOOK })
  const shallow = take(10)
  await source.answer(0)

  const deep = take(7)
  const deeper = take(99)
  await source.answer(1, new Error('depth 99 is not offered'))

  expect([shallow.outcome, deep.outcome, deeper.outcome]).toEqual(['ready', 'ready', 'depth 99 is not offered'])
  expect(shared.holders).toBe(2)
  expect(ends).toEqual([])
})

test('a deeper book that is refused to the last who is left is given up like any other', async () => {
  const { ends, source, take } = aShared({ want: BOOK })
  const shallow = take(10)
  await source.answer(0)
  take(100)
  shallow.release()

  await source.answer(1, new Error('depth 100 is not offered'))
  await source.answer(2)

  expect(source.said).toEqual(['subscribe 10', 'subscribe 100', 'unsubscribe'])
  expect(ends).toEqual(['ended'])
})
