import type { RestGet, WireRequest } from '@md/adapter-core'
import { type FakeProtocolParts, fakeProtocol } from '@md/adapter-core/testing'
import { type EventMap, type MarketEvent, reportOf } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { Counters } from '../src/counters.ts'
import type { FeedParts } from '../src/feeds/feed.ts'
import { type AdapterOptions, settingsOf } from '../src/options.ts'

const NO_REST: RestGet = () => Promise.reject(new Error('is not asked for here'))

/** What a feed is made of, and in words what it told, reported and asked for. */
export function feedParts(parts: FakeProtocolParts = {}, options: AdapterOptions = {}) {
  const clock = new ManualClock()
  const protocol = fakeProtocol(parts)
  const events: MarketEvent[] = []
  const reports: string[] = []
  const renewed: WireRequest[] = []
  const counters = new Counters()
  const made: FeedParts = {
    protocol,
    settings: settingsOf(protocol, { clock, random: () => 0, ...options }),
    counters,
    get: NO_REST,
    emit: <T extends keyof EventMap>(type: T, data: EventMap[T]) => {
      events.push({ type, data } as MarketEvent)
    },
    report: (error) => {
      reports.push(reportOf(error).message)
    },
    renew: (request) => {
      renewed.push(request)
    },
  }
  return { parts: made, clock, events, reports, renewed, counters }
}
