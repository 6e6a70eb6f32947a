import type { ExchangeId } from '../../exchange.ts'
import type { ExecutionVenue } from '../../execution.ts'
import type { Instrument } from '../../instrument.ts'
import type { Decimal, Side } from '../../market.ts'
import type { Level } from '../../order-book.ts'

/** What a venue may be without. */
export type VenueFeature = 'post-only' | 'IOC' | 'FOK' | 'stop'

/** What the contract needs to know of a venue, and how to put it into a market that the contract moves. */
export interface VenueHarness {
  readonly exchange: ExchangeId
  readonly features: readonly VenueFeature[]
  start(setting: VenueSetting): Promise<VenueUnderTest>
}

export interface VenueSetting {
  readonly instrument: Instrument
  /** All that the account holds. */
  readonly balances: Readonly<Record<string, Decimal>>
}

/** A venue that nobody is connected to, with an account of its own and a market that stands still. */
export interface VenueUnderTest {
  readonly venue: ExecutionVenue
  /** The venue's time, ms since the epoch. */
  now(): number
  /** Everybody else's orders from now on, best first. */
  showBook(bids: readonly Level[], asks: readonly Level[]): void
  /** Others deal; `side` is the taker's. */
  trade(trade: PublicTrade): void
  /** Lets time pass, and arrive what is under way. */
  pass(ms: number): Promise<void>
  /** Of the next request: it never arrives, or its answer does not. */
  loseNext(what: 'request' | 'answer'): void
  close(): Promise<void>
}

export interface PublicTrade {
  readonly price: number
  readonly amount: number
  readonly side: Side
}
