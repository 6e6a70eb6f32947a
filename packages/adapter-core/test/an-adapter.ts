import { type AdapterOptions, BaseExchangeAdapter } from '@md/adapter-core'
import { type FakeProtocolParts, fakeProtocol } from '@md/adapter-core/testing'
import { EVENT_TYPES, type EventMap, type EventType, type MarketEvent } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { FakeExchange, settled } from './fake-exchange.ts'

/** An adapter of a fake exchange, on a clock that stands still, and everything it told. */
export function anAdapter(protocol: FakeProtocolParts = {}, options: AdapterOptions = {}) {
  const clock = new ManualClock()
  const exchange = new FakeExchange()
  const { openSocket } = exchange
  const adapter = new BaseExchangeAdapter(fakeProtocol(protocol), {
    clock,
    openSocket,
    random: () => 0,
    freshness: false,
    ...options,
  })
  const events: MarketEvent[] = []
  for (const type of EVENT_TYPES) adapter.on(type, (data) => events.push({ type, data } as MarketEvent))

  /** Moves time on, step by step, and lets everything happen that follows. */
  const advance = async (ms: number, steps = 1) => {
    for (let i = 0; i < steps; i++) {
      await settled()
      clock.advance(ms / steps)
      await settled()
    }
  }

  return {
    adapter,
    clock,
    exchange,
    events,
    advance,
    told: <T extends EventType>(type: T): readonly EventMap[T][] =>
      events.filter((event) => event.type === type).map(({ data }) => data as EventMap[T]),
    /** Connects, and accepts the socket. */
    connect: async () => {
      const connecting = adapter.connect()
      await settled()
      exchange.socket.accept()
      await connecting
      await advance(0)
    },
  }
}
