import type { OrderRequest, Outcome, VenueEvent } from '@md/types'
import { ManualClock } from '@md/types/testing'
import type { PaperVenueOptions } from '../src/paper/options.ts'
import { PaperVenue } from '../src/paper/paper-venue.ts'
import { anInstrument } from '../src/testing/an-instrument.ts'
import { PaperFeed } from './paper-feed.ts'

export const INSTRUMENT = anInstrument({ exchange: 'binance', symbol: 'BTC/USDT' })

/** A paper venue in one market, and everything it told. */
export class PaperStage {
  readonly clock = new ManualClock()
  readonly feed = new PaperFeed(this.clock)
  readonly told: VenueEvent[] = []
  readonly venue: PaperVenue
  #sequence = 0

  constructor(options: Partial<PaperVenueOptions> = {}) {
    this.venue = new PaperVenue({
      exchange: 'binance',
      feed: this.feed,
      instruments: [INSTRUMENT],
      balances: { BTC: 10, USDT: '10000' },
      clock: this.clock,
      random: () => 0.5,
      markets: ['BTC/USDT'],
      fees: { maker: 0, taker: 0, asset: 'quote' },
      ...options,
    })
  }

  /** Connects, and lets the subscriptions be answered. */
  async begin(): Promise<this> {
    await this.venue.connect((event) => this.told.push(event))
    this.told.length = 0
    return this
  }

  order(particulars: Partial<OrderRequest> = {}): OrderRequest {
    this.#sequence += 1
    const type = particulars.type ?? 'limit'
    return {
      exchange: 'binance',
      symbol: 'BTC/USDT',
      clientOrderId: `o${this.#sequence}`,
      side: 'buy',
      type,
      amount: '1',
      ...(type === 'limit' ? { price: '99.5' } : {}),
      ...particulars,
    }
  }

  /** The order's client id. Time moves on by a millisecond, so that what is told next is later. */
  async place(particulars: Partial<OrderRequest> = {}): Promise<string> {
    const order = this.order(particulars)
    const outcome = await this.venue.place(order)
    if (outcome.outcome !== 'accepted') throw new Error(JSON.stringify(outcome))
    this.clock.advance(1)
    return order.clientOrderId
  }

  outcome(particulars: Partial<OrderRequest> = {}): Promise<Outcome> {
    return this.venue.place(this.order(particulars))
  }

  /** `type status filled` of orders, `amount at price` of fills, `asset free+locked` of balances. */
  get story(): readonly string[] {
    return this.told.map(({ type, data }) => {
      if (type === 'order') return `${data.clientOrderId} ${data.status} ${data.filled}`
      if (type === 'fill') return `${data.clientOrderId} ${data.liquidity} ${data.amount} at ${data.price}`
      if (type === 'balance') return `${data.asset} ${data.free}+${data.locked}`
      return data.connected ? 'connected' : 'disconnected'
    })
  }

  /** `amount at price` of every fill. */
  get deals(): readonly string[] {
    return this.told.flatMap(({ type, data }) => (type === 'fill' ? [`${data.amount} at ${data.price}`] : []))
  }
}
