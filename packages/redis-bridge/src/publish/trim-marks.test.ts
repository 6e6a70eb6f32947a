import { expect, test } from 'vitest'
import { TrimMarks } from './trim-marks.ts'

const at = (batch: number) => ({ fence: 1, batch })

test('knows to a second up to where a log is older than a time', () => {
  const marks = new TrimMarks()
  for (let i = 0; i < 100; i++) marks.note({ at: at(i), madeAt: i * 100 })
  expect(marks.olderThan(0)).toBeUndefined()
  expect(marks.olderThan(5_050)).toEqual(at(50))
  expect(marks.olderThan(100_000)).toEqual(at(90))
})

test('tells it again until something newer is too old, so that nothing is forgotten while Redis is away', () => {
  const marks = new TrimMarks()
  for (let i = 0; i < 10; i++) marks.note({ at: at(i), madeAt: i * 1_000 })
  expect([marks.olderThan(3_500), marks.olderThan(3_500), marks.olderThan(4_500)]).toEqual([at(3), at(3), at(4)])
})
