import type { Line } from './connection/line.ts'
import type { Shards } from './connection/shards.ts'
import type { Counters } from './counters.ts'
import type { Feeds } from './feeds/feeds.ts'
import type { Inbound } from './inbound.ts'
import type { AdapterSettings } from './options.ts'
import type { DecodeContext, ExchangeProtocol } from './protocol.ts'
import type { SubscriptionDesk } from './subscription/desk.ts'
import { upstreamKeyOf } from './subscription/upstream-key.ts'

export interface IntakeParts {
  readonly protocol: ExchangeProtocol
  readonly settings: AdapterSettings
  readonly counters: Counters
  readonly desk: SubscriptionDesk
  readonly feeds: Feeds
  readonly shards: Shards
  symbolOf(venueSymbol: string): string | undefined
  report(error: unknown): void
}

/** Every frame comes in here: decoded once, then handed to whom it concerns. */
export class Intake {
  readonly #parts: IntakeParts
  readonly #context: DecodeContext & { receivedAt: number }

  constructor(parts: IntakeParts) {
    this.#parts = parts
    this.#context = { receivedAt: 0, symbolOf: parts.symbolOf }
  }

  frame(frame: Buffer, line: Line): void {
    const { protocol, settings, counters, report } = this.#parts
    this.#context.receivedAt = settings.clock.now()
    counters.framesReceived += 1
    counters.bytesReceived += frame.length
    try {
      const meanings = protocol.decode(frame, this.#context)
      for (let i = 0; i < meanings.length; i++) this.#take(meanings[i] as Inbound, line)
    } catch (error) {
      // A fault of ours in one frame must not cost the socket.
      report(error)
    }
  }

  #take(inbound: Inbound, line: Line): void {
    const { desk, shards, feeds, counters } = this.#parts
    switch (inbound.kind) {
      case 'accepted':
        this.#confirmed(line.ledger.accept(inbound.requestId, inbound.keys), line)
        break
      case 'state':
        this.#confirmed(line.ledger.state(inbound.keys), line)
        break
      case 'refused':
        for (const { key, reason } of line.ledger.refuse(inbound)) desk.refused(key, reason)
        line.session.wake()
        break
      case 'closing':
        shards.withLine(line)?.rotate(inbound.reason)
        break
      case 'control':
        break
      case 'skipped':
        counters.skip(inbound.reason)
        feeds.damaged(inbound, line)
        break
      default:
        this.#data(inbound, line)
        if (!feeds.take(inbound, line, this.#context.receivedAt)) counters.skip('unrequested')
    }
  }

  /** Data is as good as an acknowledgement. */
  #data(inbound: Inbound, line: Line): void {
    if (line.ledger.waiting === 0) return
    const key = upstreamKeyOf(inbound)
    if (key !== undefined && line.ledger.confirm(key)) this.#confirmed([key], line)
  }

  #confirmed(keys: readonly string[], line: Line): void {
    this.#parts.desk.confirmed(keys, line)
    // The next one may have waited for this answer.
    line.session.wake()
  }
}
