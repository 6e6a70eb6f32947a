import { expect, test } from 'vitest'
import { selfTimes } from './self-times.ts'

const aFunction = (id: number, functionName: string, url = '', lineNumber = -1) => ({
  id,
  callFrame: { functionName, url, lineNumber },
})

test('adds up what a function took by itself, dearest first, and leaves idling out', () => {
  const profile = {
    nodes: [
      aFunction(1, 'parse', 'file:///a/decode.js', 9),
      aFunction(2, '(idle)'),
      aFunction(3, 'emit', 'node:events', 4),
      aFunction(4, 'parse', 'file:///a/decode.js', 9),
      aFunction(5, '', 'file:///a/main.ts', 0),
    ],
    samples: [1, 2, 3, 4, 5],
    timeDeltas: [30, 1_000, 50, 40, 30],
  }

  expect(selfTimes(profile)).toEqual([
    { name: 'parse', where: 'decode.js:10', share: 70 / 150 },
    { name: 'emit', where: 'node:events:5', share: 50 / 150 },
    { name: '(anonymous)', where: 'main.ts', share: 30 / 150 },
  ])
})
