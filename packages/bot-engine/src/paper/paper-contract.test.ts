import { ManualClock, type VenueHarness, type VenueSetting, venuePromises } from '@md/types/testing'
import { describe, test } from 'vitest'
import { PaperFeed } from '../../test/paper-feed.ts'
import type { PaperFault } from './faults.ts'
import type { PaperVenueOptions } from './options.ts'
import { PaperVenue } from './paper-venue.ts'

type Particulars = Pick<PaperVenueOptions, 'fees' | 'latency'>

function aHarness(particulars: Particulars): VenueHarness {
  return {
    exchange: 'binance',
    features: ['post-only', 'IOC', 'FOK', 'stop'],
    start: async (setting) => started(setting, particulars),
  }
}

function started({ balances, instrument }: VenueSetting, particulars: Particulars) {
  const clock = new ManualClock()
  const feed = new PaperFeed(clock)
  const faults: PaperFault[] = []
  let seed = 0
  const venue = new PaperVenue({
    exchange: 'binance',
    feed,
    instruments: [instrument],
    balances,
    clock,
    random: () => (seed++ % 10) / 10,
    markets: [instrument.symbol],
    faults: () => faults.shift(),
    ...particulars,
  })
  return {
    venue,
    now: () => clock.now(),
    showBook: feed.showBook.bind(feed),
    trade: ({ price, amount, side }: { price: number; amount: number; side: 'buy' | 'sell' }) =>
      feed.trade(price, amount, side),
    loseNext: (what: 'request' | 'answer') => void faults.push(what === 'request' ? 'lost-request' : 'lost-ack'),
    pass: async (ms: number) => clock.advance(ms),
    close: () => venue.disconnect(),
  }
}

describe.each<[string, Particulars]>([
  ['at once, fees from what is received', {}],
  ['at once, fees in quote', { fees: { maker: 0.0025, taker: 0.004, asset: 'quote' } }],
  ['with latency and jitter', { latency: { orderMs: 40, cancelMs: 60, jitterMs: 30 } }],
])('a paper venue %s', (_, particulars) => {
  for (const { name, run } of venuePromises(aHarness(particulars))) test(name, run)
})
