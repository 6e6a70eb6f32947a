import { expect, test } from 'vitest'
import { refusal } from './authority.ts'

const HEADERS = { host: '127.0.0.1:8081', 'content-type': 'application/json; charset=utf-8' }

const code = (headers: Readonly<Record<string, string>>, host = '127.0.0.1') =>
  refusal({ ...HEADERS, ...headers }, { host, token: undefined })?.code

test.each(['127.0.0.1', '127.0.0.2', 'localhost', '::1'])('whoever reaches %s may command', (host) => {
  expect(code({}, host)).toBeUndefined()
})

test.each(['0.0.0.0', '::', '192.168.0.7', 'trading.example.org', '127.example.org'])(
  '%s is beyond loopback',
  (host) => {
    expect(code({}, host)).toBe(403)
  },
)

test.each(['localhost:8081', 'LOCALHOST', '[::1]:8081', '127.0.0.1'])('%s is a name of this machine', (host) => {
  expect(code({ host })).toBeUndefined()
})

test('a name that points at loopback by somebody else is none of ours, though origin and host agree', () => {
  expect(code({ host: 'rebound.example.org:8081', origin: 'http://rebound.example.org:8081' })).toBe(403)
})
