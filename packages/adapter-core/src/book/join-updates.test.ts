import { expect, test } from 'vitest'
import { anUpdate, NUMBERED, PLAUSIBLE } from '../../test/a-book-keeper.ts'
import { joinUpdates } from './join-updates.ts'

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => anUpdate(from + i, from + i))

test('what the snapshot includes is left out, the rest is applied in order', () => {
  const buffered = numbers(5, 9)

  expect(joinUpdates(NUMBERED, 7, buffered)).toEqual({ last: 9, updates: buffered.slice(3) })
})

test('a snapshot newer than everything at hand needs none of it', () => {
  expect(joinUpdates(NUMBERED, 20, numbers(5, 9))).toEqual({ last: 20, updates: [] })
  expect(joinUpdates(NUMBERED, 20, [])).toEqual({ last: 20, updates: [] })
})

test('what lies before a hole can never be used', () => {
  const buffered = [...numbers(5, 6), ...numbers(9, 10)]

  expect(joinUpdates(NUMBERED, 4, buffered)).toEqual({ last: undefined, updates: buffered.slice(2) })
})

test('updates without numbers are all applied', () => {
  const { first: _, last: __, ...plain } = anUpdate(1)

  expect(joinUpdates(PLAUSIBLE, 4, [plain, plain])).toEqual({ last: 4, updates: [plain, plain] })
})
