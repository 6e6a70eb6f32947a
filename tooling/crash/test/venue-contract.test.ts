import { PaperVenue } from '@md/bot-engine'
import { ManualClock, type VenueSetting, type VenueUnderTest, venuePromises } from '@md/types/testing'
import { test } from 'vitest'
import { RemoteVenue } from '../src/venue/remote-venue.ts'
import { type ServedVenue, VenueServer } from '../src/venue/venue-server.ts'
import { ContractFeed } from './contract-feed.ts'

const STEP_MS = 20

/** A paper venue behind the socket: what may break the promises is the way there. */
async function started({ balances, instrument }: VenueSetting): Promise<VenueUnderTest> {
  const clock = new ManualClock()
  const feed = new ContractFeed(clock)
  const paper = new PaperVenue({
    exchange: instrument.exchange,
    feed,
    instruments: [instrument],
    balances,
    clock,
    random: () => 0.5,
    markets: [instrument.symbol],
  })
  const losses: ('request' | 'answer')[] = []
  const server = await VenueServer.start({ venue: losing(paper, losses) })
  const venue = new RemoteVenue({ port: server.port, clock, answerMs: 1_000, settleMs: 3_000 })
  return {
    venue,
    now: () => clock.now(),
    showBook: feed.showBook.bind(feed),
    trade: ({ amount, price, side }) => feed.trade(price, amount, side),
    loseNext: (what) => void losses.push(what),
    pass: async (ms) => {
      for (let left = ms; left > 0; left -= STEP_MS) {
        await throughTheWire(venue)
        clock.advance(Math.min(STEP_MS, left))
      }
      await throughTheWire(venue)
    },
    close: async () => {
      await venue.disconnect()
      await server.stop()
    },
  }
}

/** What was sent before this, in either direction, has arrived. Without a connection there is nothing to wait for. */
const throughTheWire = (venue: RemoteVenue): Promise<void> =>
  venue.tellHalted().catch(() => new Promise<void>((resolve) => setImmediate(resolve)))

function losing(paper: PaperVenue, losses: ('request' | 'answer')[]): ServedVenue {
  const lossy = async <T>(ask: () => Promise<T>): Promise<T> => {
    const loss = losses.shift()
    if (loss !== 'request') {
      const answer = await ask()
      if (loss === undefined) return answer
    }
    return new Promise<T>(() => undefined)
  }
  return {
    connect: (listener) => paper.connect(listener),
    disconnect: () => paper.disconnect(),
    place: (order) => lossy(() => paper.place(order)),
    cancel: (symbol, clientOrderId) => lossy(() => paper.cancel(symbol, clientOrderId)),
    find: (symbol, clientOrderId) => paper.find(symbol, clientOrderId),
    openOrders: () => paper.openOrders(),
    fills: (symbol, since) => paper.fills(symbol, since),
    balances: () => paper.balances(),
  }
}

const promises = venuePromises({ exchange: 'binance', features: ['post-only', 'IOC', 'FOK', 'stop'], start: started })

for (const { name, run } of promises) test(`a venue in another process ${name}`, run)
