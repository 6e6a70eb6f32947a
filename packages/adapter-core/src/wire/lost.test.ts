import { expect, test } from 'vitest'
import type { DecodeContext } from '../protocol.ts'
import { lost, type Whose } from './lost.ts'

const context: DecodeContext = { receivedAt: 1, symbolOf: (name) => (name === 'BTC-USD' ? 'BTC/USD' : undefined) }
const whose = (head: string): Whose => ({
  channel: head.startsWith('book') ? 'orderbook' : undefined,
  venueSymbol: /of (\S+)/.exec(head)?.[1],
})

test('says whose it was where its beginning tells', () => {
  expect(lost('not-json', 'book of BTC-USD', { context, whose })).toEqual({
    kind: 'skipped',
    reason: 'not-json',
    detail: 'book of BTC-USD',
    symbol: 'BTC/USD',
    channel: 'orderbook',
  })
})

test.each([
  ['no channel', 'news of BTC-USD'],
  ['no symbol', 'book'],
  ['a symbol too far from the beginning', `book ${'.'.repeat(1_000)} of BTC-USD`],
])('and nothing of it otherwise: %s', (_, text) => {
  expect(lost('shape', text, { context, whose })).toEqual({
    kind: 'skipped',
    reason: 'shape',
    detail: text.slice(0, 200),
  })
})
