import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSameJson } from './same-json.ts'

test('a copy is the same, whatever it is a copy of', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => isSameJson(value, structuredClone(value))))
})

test('what is the same is the same text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      if (isSameJson(a, b)) expect(JSON.stringify(a)).toBe(JSON.stringify(b))
    }),
  )
})

test.each([
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [{ a: 1 }, { a: 1, b: 2 }],
  [[1, 2], [1]],
  [[], {}],
  [{}, []],
  [null, {}],
  ['1', 1],
  [{ a: { b: [1, { c: null }] } }, { a: { b: [1, { c: 0 }] } }],
])('%j is not %j', (a, b) => {
  expect(isSameJson(a, b)).toBe(false)
})
