import { expect, test } from 'vitest'
import { beatMessage, liveMessage, logEntry, openHeader, readMessage } from './envelope.ts'

const HEADER = { source: 'host "1"', writer: 'w1', at: { fence: 7, batch: 3 }, publishedAt: 1.5, previous: undefined }
const OPEN = openHeader(HEADER)

test('what is written is read', () => {
  expect(readMessage(liveMessage(OPEN, '[1,2],[2,3]', true))).toEqual({
    kind: 'live',
    header: HEADER,
    logged: true,
    items: [
      [1, 2],
      [2, 3],
    ],
  })
  expect(readMessage(liveMessage(OPEN, '[1]', false))).toMatchObject({ logged: false })
  expect(readMessage(`${logEntry(OPEN, ['a'], '[0,1]')}`)).toEqual({
    kind: 'log',
    header: HEADER,
    channels: ['a'],
    items: [[0, 1]],
  })
  const continuing = { ...HEADER, previous: { fence: 6, batch: 9 } }
  const since = { fence: 7, batch: 1 }
  expect(readMessage(beatMessage(openHeader(continuing), since, new Map([['a', 4]]), true))).toMatchObject({
    kind: 'beat',
    header: continuing,
    since,
    last: { a: 4 },
    ends: true,
  })
})

test.each([
  ['{"v":2}', 'version'],
  ['{"v":"1"}', 'garbage'],
  ['7', 'garbage'],
  ['[', 'garbage'],
  ['null', 'garbage'],
  ['{"v":1}', 'garbage'],
  ['{"v":1,"s":1,"w":"w","f":1,"b":1,"tp":1,"m":[]}', 'garbage'],
  ['{"v":1,"s":"s","w":"w","f":-1,"b":1,"tp":1,"m":[]}', 'garbage'],
  ['{"v":1,"s":"s","w":"w","f":1,"b":1.5,"tp":1,"m":[]}', 'garbage'],
  ['{"v":1,"s":"s","w":"w","f":1,"b":1,"tp":1,"p":[1],"m":[]}', 'garbage'],
  ['{"v":1,"s":"s","w":"w","f":1,"b":1,"tp":1,"p":3,"m":[]}', 'garbage'],
  ['{"v":1,"s":"s","w":"w","f":1,"b":1,"tp":1,"m":[1]}', 'garbage'],
  ['{"v":1,"s":"s","w":"w","f":1,"b":1,"tp":1,"m":7}', 'garbage'],
  ['{"v":1,"s":"s","w":"w","f":1,"b":1,"tp":1,"c":[1],"m":[]}', 'garbage'],
  ['{"v":1,"s":"s","w":"w","f":1,"b":1,"tp":1,"c":7,"m":[]}', 'garbage'],
  ['{"v":1,"s":"s","w":"w","f":1,"b":1,"tp":1,"q":{"a":"x"},"since":[1,1]}', 'garbage'],
  ['{"v":1,"s":"s","w":"w","f":1,"b":1,"tp":1,"q":{"a":1}}', 'garbage'],
])('%s is no message (%s)', (text, reason) => {
  expect(readMessage(text)).toBe(reason)
})
