import { expect, test } from 'vitest'
import { parseJson } from './parse-json.ts'

test('reads JSON, and says undefined for anything else', () => {
  expect(parseJson('{"a":[1,null]}')).toEqual({ a: [1, null] })
  expect(parseJson('null')).toBeNull()
  for (const text of ['', '{', 'undefined', '<html>', `${'['.repeat(100_000)}`]) expect(parseJson(text)).toBeUndefined()
})
