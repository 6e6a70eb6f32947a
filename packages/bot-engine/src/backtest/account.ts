import type { Decimal, ExchangeId, Instrument, Logger } from '@md/types'
import type { TradingAccount } from '../engine/options.ts'
import { PaperVenue } from '../paper/paper-venue.ts'
import { Gate } from '../risk/gate.ts'
import { KillSwitch } from '../risk/kill-switch.ts'
import { VenueHub } from '../venue/venue-hub.ts'
import type { PaperRules } from './backtest-options.ts'
import type { EventFeed } from './event-feed.ts'
import { ForgetfulStore } from './forgetful-store.ts'
import type { VirtualClock } from './virtual-clock.ts'

export interface AccountParts {
  readonly exchange: ExchangeId
  readonly feed: EventFeed
  readonly clock: VirtualClock
  readonly random: () => number
  readonly instruments: readonly Instrument[]
  readonly balances: Readonly<Record<string, Decimal>>
  readonly symbols: readonly string[]
  readonly rules: PaperRules
  readonly allowShort: boolean
  readonly logger: Logger
}

export interface PaperAccount {
  readonly venue: PaperVenue
  readonly account: TradingAccount
}

/** A paper account as a bot reaches it: behind the same gate as any other. */
export function paperAccount({ rules, symbols, ...parts }: AccountParts): PaperAccount {
  const { clock, exchange, logger } = parts
  const venue = new PaperVenue({ ...parts, ...rules, markets: symbols })
  const killSwitch = new KillSwitch({ store: new ForgetfulStore(), onFailure: () => undefined })
  const { asset = 'received', taker = 0.001 } = rules.fees ?? {}
  const account: TradingAccount = {
    name: `paper-${exchange}`,
    exchange,
    hub: new VenueHub(venue, { logger }),
    gate: new Gate({ venue, killSwitch, clock }),
    fees: { taker, inBase: asset === 'received' },
  }
  return { venue, account }
}
