import { aCandle } from '@md/types/testing'
import { expect, test } from 'vitest'
import { feedParts } from '../../test/feed-parts.ts'
import { CandleFeed } from './candle-feed.ts'

const MINUTE = 60_000

/** A feed of a venue that does not close its candles, and what it told. */
function aFeed() {
  const { parts, clock, events } = feedParts({ candles: 'derived' })
  const feed = new CandleFeed(parts)
  return {
    feed,
    clock,
    told: () => events.map(({ type, data }) => (type === 'candle' ? `${data.volume}${data.closed ? '!' : ''}` : type)),
  }
}

test('the clock closes what the venue does not', () => {
  const { feed, clock, told } = aFeed()
  feed.subscribed()
  feed.candle(aCandle({ volume: 1 }), false)

  clock.advance(2 * MINUTE)

  expect([told(), feed.messages]).toEqual([['1', '1!'], 1])
})

test('a candle that was open when the line was lost is not closed before the venue told how it went on', () => {
  const { feed, clock, told } = aFeed()
  feed.candle(aCandle({ volume: 1 }), false)
  feed.lost()
  clock.advance(5 * MINUTE)
  expect(told()).toEqual(['1'])

  feed.candle(aCandle({ volume: 7 }), true)
  clock.advance(2_000)

  expect(told()).toEqual(['1', '7', '7!'])
})

test('what the venue tells of an outage is told, each candle closed by the next', () => {
  const { feed, clock, told } = aFeed()
  feed.candle(aCandle({ volume: 1 }), false)
  feed.lost()
  clock.advance(MINUTE)

  feed.candle(aCandle({ volume: 7 }), true)
  feed.candle(
    aCandle({ volume: 3, openTime: aCandle().openTime + MINUTE, closeTime: aCandle().closeTime + MINUTE }),
    true,
  )

  expect(told()).toEqual(['1', '7', '7!', '3'])
})

test('leaves nothing behind', () => {
  const { feed, clock } = aFeed()
  feed.candle(aCandle(), false)

  feed.stop()

  expect(clock.pending).toBe(0)
})
