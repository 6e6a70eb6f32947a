import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { CoinbaseAdapter } from '@md/adapter-coinbase'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder, anExchange } from '../../test/kit.ts'
import { FolderRecording } from '../storage/folder-recording.ts'
import { recorded } from './recorded.ts'
import { redactFrame, redactUrl } from './redact.ts'

test('what proves who we are is taken out, wherever it is, and the rest stays', () => {
  const frame = {
    op: 'auth',
    args: [{ apiKey: 'k', passphrase: 'p', timestamp: '1', sign: 's' }],
    list_key: 7,
    key: null,
  }

  expect(JSON.parse(redactFrame(JSON.stringify(frame)))).toEqual({
    op: 'auth',
    args: [{ apiKey: '[redacted]', passphrase: '[redacted]', timestamp: '1', sign: '[redacted]' }],
    list_key: 7,
    key: null,
  })
})

test('a frame without secrets is kept character by character', () => {
  const frame = '{"method": "SUBSCRIBE", "params": ["btcusdt@trade", "ethusdt@trade"], "id": 1.0}'

  expect(redactFrame(frame)).toBe(frame)
})

test('a frame that cannot be understood is not kept', () => {
  expect(redactFrame('key=abc')).toBe('"[7 characters that are not JSON]"')
})

test('an address loses its user, its password and its secret parameters', () => {
  expect(redactUrl('wss://me:secret@exchange/ws?token=abc&symbol=X')).toBe(
    'wss://exchange/ws?token=%5Bredacted%5D&symbol=X',
  )
  expect(redactUrl('https://exchange/depth?symbol=X')).toBe('https://exchange/depth?symbol=X')
  expect(redactUrl('nowhere')).toBe('nowhere')
})

test('a signed subscription leaves no secret on the disk', async () => {
  const exchange = await anExchange({ exchange: 'coinbase', rate: 0 })
  const folder = aFolder()
  const sink = new FolderRecording({ exchange: 'coinbase', folder })
  const credentials = { key: 'the-key-itself', secret: 'c2VjcmV0', passphrase: 'the-passphrase' }
  const options = { url: exchange.url, restUrl: exchange.restUrl }
  const adapter = recorded((given) => new CoinbaseAdapter({ ...given, credentials }), options, sink)
  onTestFinished(() => adapter.disconnect())
  await adapter.connect()
  await adapter.subscribe({ channel: 'orderbook', symbol: 'BTC/USD' })
  await sink.close()
  const written = readdirSync(folder)
    .map((name) => [name, readFileSync(join(folder, name))] as const)
    .map(([name, data]) => (name.endsWith('.gz') ? gunzipSync(data) : data).toString())
    .join('')

  expect(exchange.received.some(({ text }) => text.includes('the-passphrase'))).toBe(true)
  expect(written).toContain('[redacted]')
  for (const secret of Object.values(credentials)) expect(written).not.toContain(secret)
})
