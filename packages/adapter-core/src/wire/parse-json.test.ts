import { expect, test } from 'vitest'
import { parseFrame, parseJson } from './parse-json.ts'

test('reads JSON, and says undefined for anything else', () => {
  expect(parseJson('{"a":[1,null]}')).toEqual({ a: [1, null] })
  expect(parseJson('null')).toBeNull()
  for (const text of ['', '{', 'undefined', '<html>', `${'['.repeat(100_000)}`]) expect(parseJson(text)).toBeUndefined()
})

test('bytes that are no UTF-8 are no JSON, though a text could be made of them', () => {
  const damaged = Buffer.from('{"s":"BTC?"}').fill(0xff, 9, 10)

  expect(parseJson(damaged.toString())).toEqual({ s: 'BTC\uFFFD' })
  expect(parseFrame(damaged, damaged.toString())).toBeUndefined()
  expect(parseFrame(Buffer.from('{"s":"₿"}'), '{"s":"₿"}')).toEqual({ s: '₿' })
})
