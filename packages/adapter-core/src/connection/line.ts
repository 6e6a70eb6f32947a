import type { AdapterSettings } from '../options.ts'
import type { ExchangeProtocol, WireRequest } from '../protocol.ts'
import { Ledger } from '../subscription/ledger.ts'
import { Session } from './session.ts'

export interface LineEvents {
  frame(frame: Buffer, line: Line): void
  skipped(reason: 'oversized' | 'binary', bytes: number): void
  /** A frame, ping or pong went out. */
  sent(): void
}

/** One socket and what has been asked of the exchange on it. */
export class Line {
  readonly session: Session
  readonly ledger: Ledger
  /** Of two lines that carry the same subscriptions, the one whose tickers and candles count. */
  leading: boolean

  constructor(
    id: number,
    protocol: ExchangeProtocol,
    settings: AdapterSettings,
    wanted: Iterable<WireRequest>,
    events: LineEvents,
    leading: boolean,
  ) {
    this.leading = leading
    this.ledger = new Ledger(protocol)
    for (const request of wanted) this.ledger.want(request)
    this.session = new Session(id, protocol, settings, {
      frame: (frame) => events.frame(frame, this),
      skipped: events.skipped,
      sent: events.sent,
      next: () => this.ledger.next(settings.clock.monotonic()),
      expecting: () => this.ledger.size > 0,
    })
  }

  get id(): number {
    return this.session.id
  }
}
