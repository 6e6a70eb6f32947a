import type { FakeProtocolParts } from '@md/adapter-core/testing'
import type { ChannelRequest } from '@md/types'
import { aTrade } from '@md/types/testing'
import { anAdapter } from './an-adapter.ts'

/** A connected adapter that has these subscriptions, acknowledged. */
export async function anAdapterWith(parts: FakeProtocolParts, ...requests: readonly ChannelRequest[]) {
  const made = anAdapter(parts)
  const subscribe = async (request: ChannelRequest) => {
    const subscribing = made.adapter.subscribe(request)
    await made.advance(0)
    made.exchange.socket.acknowledge()
    await subscribing
    await made.advance(0)
    made.exchange.socket.acknowledge()
  }
  await made.connect()
  for (const request of requests) await subscribe(request)
  return { ...made, subscribe, say: (id: number) => made.exchange.socket.say(aTradeWith(id)) }
}

const aTradeWith = (id: number) => ({ kind: 'trade', trade: aTrade({ id: String(id) }) }) as const
