import { expect, test } from 'vitest'
import { InvalidInputError, MdError, reportOf } from './error.ts'

class NoRoomError extends MdError {
  readonly code = 'NO_ROOM'
  readonly recovery = 'skip'
}

test.each([
  ['btc', 'channel "btc" cannot be used: trades'],
  [undefined, 'channel undefined cannot be used: trades'],
  [Number.NaN, 'channel NaN cannot be used: trades'],
  [Number.POSITIVE_INFINITY, 'channel Infinity cannot be used: trades'],
  [10n, 'channel 10 cannot be used: trades'],
  [{ a: 1 }, 'channel {"a":1} cannot be used: trades'],
  [null, 'channel null cannot be used: trades'],
])('a value that cannot be used is named as it is: %s', (value, message) => {
  const error = new InvalidInputError('channel', value, 'trades')

  expect(error.message).toBe(message)
  expect(error).toMatchObject({ name: 'InvalidInputError', code: 'INVALID_INPUT', recovery: 'stop' })
  expect(error.context).toEqual({ what: 'channel', value: String(value) })
})

test('a value that JSON cannot say is named by its kind', () => {
  const circular: { self?: object } = {}
  circular.self = circular

  expect(new InvalidInputError('options', circular, 'something flat').message).toBe(
    'options [object Object] cannot be used: something flat',
  )
})

test('an error of ours reports what it carries, under the name of its class', () => {
  const cause = new Error('below')
  const error = new NoRoomError('there is no room', { limit: 5 }, { cause })

  expect(error.name).toBe('NoRoomError')
  expect(error.cause).toBe(cause)
  expect(reportOf(error)).toEqual({
    code: 'NO_ROOM',
    message: 'there is no room',
    recovery: 'skip',
    context: { limit: 5 },
  })
})

test.each([
  [new TypeError('x is not a function'), 'x is not a function'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
])('whatever else was thrown is reported as unexpected: %s', (thrown, message) => {
  expect(reportOf(thrown)).toEqual({ code: 'UNEXPECTED', message, recovery: 'stop', context: {} })
})
