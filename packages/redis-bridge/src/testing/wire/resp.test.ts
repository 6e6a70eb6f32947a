import { expect, test } from 'vitest'
import { RedisReplyError } from './reply-error.ts'
import { encodeCommand, parseReply } from './resp.ts'

test('writes a command as an array of bulk strings, counted in bytes', () => {
  expect(encodeCommand(['SET', 'é', 7]).toString()).toBe('*3\r\n$3\r\nSET\r\n$2\r\né\r\n$1\r\n7\r\n')
})

test.each([
  ['a simple string', '+OK\r\n', 'OK'],
  ['an integer', ':-7\r\n', -7],
  ['a bulk string', '$4\r\n\r\nab\r\n', '\r\nab'],
  ['nil', '$-1\r\n', undefined],
  ['a nil array', '*-1\r\n', undefined],
  ['an empty array', '*0\r\n', []],
  ['an array of arrays', '*2\r\n*1\r\n:1\r\n$1\r\né\r\n'.replace('$1', '$2'), [[1], 'é']],
  ['an error inside', '*1\r\n-ERR no\r\n', [new RedisReplyError('ERR no')]],
])('reads %s, and waits for every byte of it', (_what, text, value) => {
  const bytes = Buffer.from(text)
  expect(parseReply(bytes)).toEqual({ value, end: bytes.length })
  for (let length = 0; length < bytes.length; length += 1) {
    expect(parseReply(bytes.subarray(0, length))).toBeUndefined()
  }
})

test('refuses what is no reply', () => {
  expect(() => parseReply(Buffer.from('HTTP/1.1 400\r\n'))).toThrow('not the beginning of a RESP2 reply')
})
