import { expect, test } from 'vitest'
import { LinkError } from '../errors.ts'
import { connectionError, reasonOf } from './client.ts'

const ADDRESS = { host: 'redis', port: 6_379 }

test.each([
  [new Error('broken'), 'broken'],
  [Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
  [new TypeError(''), 'TypeError'],
  ['text', 'text'],
])('the reason of %s is told in words', (error, reason) => {
  expect(reasonOf(error)).toBe(reason)
})

test.each([
  ['WRONGPASS invalid username-password pair', 'REDIS_ACCESS_REFUSED'],
  ['NOAUTH Authentication required.', 'REDIS_ACCESS_REFUSED'],
  ['NOPERM this user has no permissions', 'REDIS_ACCESS_REFUSED'],
  ['ERR something else', 'REDIS_LINK'],
])('"%s" is %s, and says where', (reason, code) => {
  const error = connectionError('publisher', ADDRESS, new Error(reason))
  expect(error).toMatchObject({ code, message: expect.stringContaining('redis:6379') })
})

test('an error that says everything already stays as it is', () => {
  const error = new LinkError('publisher', 'redis:6379', 'closed')
  expect(connectionError('publisher', ADDRESS, error)).toBe(error)
})
