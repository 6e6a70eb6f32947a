import { expect, test } from 'vitest'
import { readEntries } from './log-reply.ts'

test('entries are read in their order; what is none is left out, and what cannot be read is said to be so', () => {
  const reply = [['7-1', ['d', '{"v":2}']], ['x', ['d', '']], 'y', [8], ['7-2', []], ['7-3', null]]
  expect(readEntries(reply)).toEqual([
    { at: { fence: 7, batch: 1 }, message: 'version' },
    { at: { fence: 7, batch: 2 }, message: 'garbage' },
    { at: { fence: 7, batch: 3 }, message: 'garbage' },
  ])
  expect([readEntries(null), readEntries('OK')]).toEqual([[], []])
})
