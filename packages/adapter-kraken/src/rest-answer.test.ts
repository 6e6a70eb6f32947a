import { RestError } from '@md/adapter-core'
import { describe, expect, test } from 'vitest'
import { answering } from '../test/frames.ts'
import { ask, rowsOf } from './rest-answer.ts'

const asked = (body: unknown) => ask(answering(body).get, '/0/public/X', {})

describe('an answer', () => {
  test('is its result', async () => {
    expect(await asked({ error: [], result: { a: 1 } })).toEqual({ a: 1 })
  })

  test('with a warning is still one', async () => {
    expect(await asked({ error: ['WGeneral:Soon'], result: { a: 1 } })).toEqual({ a: 1 })
  })

  test.each([
    ['an error', { error: ['EQuery:Unknown asset pair'] }, 'EQuery:Unknown asset pair'],
    ['two errors', { error: ['EGeneral:Too many requests', 7], result: {} }, 'EGeneral:Too many requests, 7'],
    ['no list of errors', { result: {} }, 'the answer has no list of errors'],
    ['no result', { error: [] }, 'the result is not an object'],
    ['a text', 'hello', 'the answer has no list of errors: "hello"'],
    ['nothing', undefined, 'the answer has no list of errors: undefined'],
  ])('with %s is refused in words', async (_, body, message) => {
    const failure = await asked(body).catch((error: unknown) => error)

    expect(failure).toBeInstanceOf(RestError)
    expect(String(failure)).toContain(`GET /0/public/X: ${message}`)
  })

  test.each([[{}], [{ last: 1 }], [{ XXBTZUSD: {}, last: 1 }], [{ A: [], B: [] }]])('%j has no rows', (result) => {
    expect(() => rowsOf('/0/public/X', result)).toThrow('the result is not one list')
  })
})
