import { inspect } from 'node:util'
import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { type CoinbaseCredentials, CoinbaseSigner } from './credentials.ts'

/* The signature was made with OpenSSL; the secret is text of our own. */
const credentials = {
  key: 'a-key',
  secret: 'YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBjaGFyYWN0ZXJz',
  passphrase: 'a-passphrase',
}

test('signs the second with the decoded secret', () => {
  expect(new CoinbaseSigner(credentials).sign(1_700_000_000_999)).toEqual({
    signature: 'QUWY7Usx01cTqclQB+6BmKJIJDAQozpO/VvxseA86r4=',
    key: 'a-key',
    passphrase: 'a-passphrase',
    timestamp: '1700000000',
  })
})

test('shows nothing of what it holds', () => {
  const signer = new CoinbaseSigner(credentials)
  for (const shown of [
    JSON.stringify({ signer }),
    inspect(signer),
    inspect({ signer }, { showHidden: true }),
    `${signer}`,
  ]) {
    for (const secret of Object.values(credentials)) expect(shown).not.toContain(secret)
  }
  expect(JSON.stringify(signer)).toBe('"[redacted]"')
})

test.each<[string, unknown]>([
  ['credentials.key', { ...credentials, key: '' }],
  ['credentials.key', { secret: credentials.secret, passphrase: credentials.passphrase }],
  ['credentials.secret', { ...credentials, secret: 'sEcReT that is not base64' }],
  ['credentials.secret', { ...credentials, secret: 'sEcReTx' }],
  ['credentials.secret', { ...credentials, secret: 12_345_678 }],
  ['credentials.passphrase', { ...credentials, passphrase: 7_654_321 }],
  ['credentials.key', null],
])('what cannot be used is named and not shown: %s', (field, wrong) => {
  const make = () => new CoinbaseSigner(wrong as CoinbaseCredentials)
  expect(make).toThrow(InvalidInputError)
  expect(make).toThrow(field)
  expect(make).not.toThrow(/sEcReT|YSBz|12345678|7654321|a-key|a-passphrase/)
})
