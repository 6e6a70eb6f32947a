import type { EventEmitter } from 'node:events'
import type { Workload } from '../../workloads/workload.ts'
import type { StartContender } from '../contender.ts'
import { peerModule } from './folder.ts'
import type { Peer } from './peer.ts'

interface Client extends EventEmitter {
  subscribe(topic: string, key: string): Promise<unknown>
}

interface Package {
  readonly WebsocketClient: new (options: object, logger: object) => Client
}

const silent = () => undefined
const LOGGER = { trace: silent, info: silent, error: silent }

const start: StartContender = async ({ latency, url, workload }) => {
  const { WebsocketClient } = peerModule('binance') as Package
  const client = new WebsocketClient({ wsUrl: `${url}/stream`, beautify: true }, LOGGER)
  let events = 0
  client.on('formattedMessage', (message: { readonly tradeTime?: number; readonly time?: number }) => {
    events += 1
    const time = message.tradeTime ?? message.time
    if (latency && time !== undefined) latency(time)
  })
  await client.subscribe(topicOf(workload), 'main')
  return { frames: () => events, events: () => events }
}

const TOPICS = { trades: 'trade', ticker: 'miniTicker', orderbook: 'depth@100ms' } as const

function topicOf({ request: { channel } }: Workload): string {
  return `btcusdt@${channel === 'candles' ? 'kline_1m' : TOPICS[channel]}`
}

/** By tiagosiebler; Binance alone. */
export const binance: Peer = {
  start,
  leavesOut: ({ exchange }) => (exchange === 'binance' ? undefined : 'knows Binance only'),
  remark: ({ request }) => (request.channel === 'orderbook' ? 'keeps no book' : undefined),
}
