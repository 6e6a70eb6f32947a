import { reportOf } from '@md/types'
import { aTicker } from '@md/types/testing'
import { expect, test } from 'vitest'
import { feedParts } from '../../test/feed-parts.ts'
import { Feeds } from '../feeds/feeds.ts'
import type { AdapterOptions } from '../options.ts'
import type { WireRequest } from '../protocol.ts'
import { Watch } from './watch.ts'

const PATIENCE = 1_000
const TICKER: WireRequest = { channel: 'ticker', symbol: 'BTC/USDT', venueSymbol: 'BTCUSDT' }
const OTHER: WireRequest = { channel: 'ticker', symbol: 'ETH/USDT', venueSymbol: 'ETHUSDT' }

function aWatch(options: AdapterOptions = { freshness: { ticker: PATIENCE } }) {
  const { parts, clock } = feedParts({}, options)
  const feeds = new Feeds(parts)
  for (const request of [TICKER, OTHER]) feeds.open(request)
  const acted: string[] = []
  const standing = { now: true }
  const watched: WireRequest[] = [TICKER]
  const watch = new Watch(parts.protocol, parts.settings, feeds, {
    stands: () => standing.now,
    probe: (key) => acted.push(`probe ${key}`),
    renew: ({ symbol }) => acted.push(`renew ${symbol}`),
    rotate: (_, reason) => acted.push(`rotate: ${reason}`),
    report: (error) => acted.push(reportOf(error).message),
  })
  return {
    acted,
    standing,
    watched,
    hear: ({ symbol }: WireRequest = TICKER) =>
      feeds.take({ kind: 'ticker', ticker: aTicker({ symbol }) }, { id: 1, leading: true }, 0),
    /** Looks once in every 100 ms. */
    pass: (ms: number) => {
      for (let passed = 0; passed < ms; passed += 100) {
        clock.advance(100)
        watch.look(watched)
      }
    },
    look: () => watch.look(watched),
  }
}

test('a subscription that is heard is left alone', () => {
  const { acted, hear, pass } = aWatch()

  for (let i = 0; i < 20; i++) {
    hear()
    pass(PATIENCE - 100)
  }

  expect(acted).toEqual([])
})

test('silence is looked into step by step, each with twice the time', () => {
  const { acted, look, pass } = aWatch()
  look()

  pass(900)
  expect(acted).toEqual([])
  pass(100)
  expect(acted).toEqual(['probe ticker:BTC/USDT'])
  pass(2_000)
  expect(acted.slice(1)).toEqual([
    'binance ticker:BTC/USDT has been silent for 3000 ms: subscribing again',
    'renew BTC/USDT',
  ])
  pass(4_000)

  expect(acted.slice(3)).toEqual([
    'binance ticker:BTC/USDT has been silent for 7000 ms: replacing its socket',
    'rotate: ticker:BTC/USDT is silent',
  ])
})

test('a market that stays silent is a quiet market: it is only asked after, ever less', () => {
  const { acted, look, pass } = aWatch()
  look()
  pass(7_000)
  acted.length = 0

  pass(8_000 + 16_000 + 16_000)

  expect(acted).toEqual(Array(3).fill('probe ticker:BTC/USDT'))
})

test('one message makes it a lively market again', () => {
  const { acted, hear, look, pass } = aWatch()
  look()
  pass(7_000)
  acted.length = 0

  hear()
  pass(PATIENCE + 100)

  expect(acted).toEqual(['probe ticker:BTC/USDT'])
})

test('nothing is expected of a subscription that does not stand, and no step is forgotten by it', () => {
  const { acted, standing, look, pass } = aWatch()
  look()
  pass(1_000)
  standing.now = false
  pass(60_000)
  expect(acted).toEqual(['probe ticker:BTC/USDT'])

  standing.now = true
  pass(2_000)

  expect(acted.slice(1)).toEqual([
    'binance ticker:BTC/USDT has been silent for 2000 ms: subscribing again',
    'renew BTC/USDT',
  ])
})

test('each subscription is watched by itself, and forgotten with its end', () => {
  const { acted, hear, look, pass, watched } = aWatch()
  watched.push(OTHER)
  look()
  for (let i = 0; i < 10; i++) {
    hear(OTHER)
    pass(100)
  }
  expect(acted).toEqual(['probe ticker:BTC/USDT'])
  watched.length = 0
  pass(100)
  watched.push(TICKER)
  acted.length = 0

  pass(PATIENCE - 100)

  expect(acted).toEqual([])
})

test('freshness is not watched where it is not wanted', () => {
  const { acted, look, pass } = aWatch({ freshness: false })
  look()

  pass(100_000)

  expect(acted).toEqual([])
})
