import type { ConnectionChange, EventMap } from '@md/types'
import { LinkState } from './connection/link-state.ts'
import type { ShardStatus } from './connection/shard.ts'
import { Shards } from './connection/shards.ts'
import { Counters } from './counters.ts'
import { ConnectionLostError } from './errors.ts'
import { Feeds } from './feeds/feeds.ts'
import { Intake } from './intake.ts'
import type { AdapterSettings } from './options.ts'
import type { ExchangeProtocol } from './protocol.ts'
import { InstrumentCatalogue } from './rest/instrument-catalogue.ts'
import { RestClient } from './rest/rest-client.ts'
import { SubscriptionDesk } from './subscription/desk.ts'
import { Subscriptions } from './subscription/subscriptions.ts'
import { Watch } from './subscription/watch.ts'

/** What the parts need of the adapter. */
export interface AdapterHooks {
  emit<T extends keyof EventMap>(type: T, data: EventMap[T]): void
  report(error: unknown): void
  shardChanged(status: ShardStatus): void
  /** Sockets are being kept. */
  running(): boolean
}

export interface AdapterParts {
  readonly counters: Counters
  readonly subscriptions: Subscriptions
  readonly rest: RestClient
  readonly catalogue: InstrumentCatalogue
  readonly feeds: Feeds
  readonly shards: Shards
  readonly desk: SubscriptionDesk
  readonly watch: Watch
  readonly link: LinkState
}

/** Makes the parts of one adapter and joins them: sockets below, feeds above, the desk between them. */
export function assemble(protocol: ExchangeProtocol, settings: AdapterSettings, hooks: AdapterHooks): AdapterParts {
  const { emit, report, running } = hooks
  const counters = new Counters()
  const subscriptions = new Subscriptions()
  const rest = new RestClient(protocol, settings)
  const catalogue = new InstrumentCatalogue(protocol, rest.get, settings.clock, report)
  const renew: SubscriptionDesk['renew'] = (request) => desk.renew(request)
  const feeds = new Feeds({ protocol, settings, counters, get: rest.get, report, emit, renew })
  const shards: Shards = new Shards(protocol, settings, {
    frame: (frame, line) => intake.frame(frame, line),
    skipped: (reason, bytes) => counters.skipFrame(reason, bytes),
    sent: () => counters.sent(),
    status: (status) => hooks.shardChanged(status),
    promoted: (line, old) => desk.promoted(line, old),
    retired: (line) => desk.retired(line),
    lost: (line, reason) => {
      report(new ConnectionLostError(protocol.exchange, reason))
      desk.lost(line)
    },
  })
  const desk = new SubscriptionDesk({
    protocol,
    settings,
    counters,
    subscriptions,
    catalogue,
    feeds,
    shards,
    running,
    report,
  })
  const symbolOf = (venueSymbol: string) => subscriptions.symbolOf(venueSymbol)
  const intake = new Intake({ protocol, settings, counters, desk, feeds, shards, symbolOf, report })
  const watch = new Watch(protocol, settings, feeds, {
    stands: (key) => shards.of(key)?.current?.ledger.isActive(key) ?? false,
    probe: (key) => shards.of(key)?.current?.session.probe(),
    rotate: (key, reason) => shards.of(key)?.rotate(reason),
    renew,
    report,
  })
  const link = new LinkState(protocol.exchange, () => settings.clock.now(), {
    connected: (change: ConnectionChange) => emit('exchange:connected', change),
    disconnected: (change: ConnectionChange) => emit('exchange:disconnected', change),
    reconnecting: (change: ConnectionChange) => emit('exchange:reconnecting', change),
  })
  return { counters, subscriptions, rest, catalogue, feeds, shards, desk, watch, link }
}
