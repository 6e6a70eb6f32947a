import { expect, test } from 'vitest'
import { settingsOf } from './settings.ts'

test.each([
  [
    'redis://user:p%40ss@redis:7000/3',
    { address: { host: 'redis', port: 7_000 }, username: 'user', password: 'p@ss', db: 3 },
  ],
  // Not encoded, as many write it.
  ['redis://user:50%25off%@redis', { username: 'user', password: '50%25off%' }],
  ['redis://:secret@redis', { username: undefined, password: 'secret' }],
])('%s is taken apart', (redisUrl, parts) => {
  expect(settingsOf({ redisUrl })).toMatchObject(parts)
})
