import { aTicker } from '@md/types/testing'
import { expect, test } from 'vitest'
import type { Quote } from '../inbound.ts'
import { QuotedTicker } from './quoted-ticker.ts'

const QUOTE: Quote = { kind: 'quote', symbol: 'BTC/USDT', bid: 99, ask: 101, bidAmount: 2, askAmount: 3 }
const quoteless = aTicker({ last: 100, bid: 100, ask: 100, quote: 'last' })

test('a ticker without a quote takes the latest one there is', () => {
  const quoted = new QuotedTicker()
  expect(quoted.withTicker(quoteless)).toBe(quoteless)
  quoted.withQuote(QUOTE, 7)

  expect(quoted.withTicker(quoteless)).toEqual({
    ...quoteless,
    bid: 99,
    ask: 101,
    bidAmount: 2,
    askAmount: 3,
    quote: 'live',
  })
})

test('a ticker with a quote of its own keeps it', () => {
  const quoted = new QuotedTicker()
  quoted.withQuote(QUOTE, 7)
  const live = aTicker({ bid: 1, ask: 2, quote: 'live' })

  expect(quoted.withTicker(live)).toBe(live)
})

test('a quote makes a ticker of the last one, with its own time of arrival and none of the venue', () => {
  const quoted = new QuotedTicker()
  expect(quoted.withQuote(QUOTE, 7)).toBeUndefined()
  quoted.withTicker(quoteless)

  expect(quoted.withQuote(QUOTE, 8)).toMatchObject({
    last: 100,
    bid: 99,
    ask: 101,
    quote: 'live',
    timestamp: undefined,
    receivedAt: 8,
  })
})

test('a quote from before an interruption is not used any more', () => {
  const quoted = new QuotedTicker()
  quoted.withQuote(QUOTE, 7)

  quoted.interrupted()

  expect(quoted.withTicker(quoteless)).toBe(quoteless)
})
