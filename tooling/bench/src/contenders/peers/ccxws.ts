import type { EventEmitter } from 'node:events'
import type { Workload } from '../../workloads/workload.ts'
import type { StartContender } from '../contender.ts'
import { peerModule } from './folder.ts'
import type { Peer } from './peer.ts'

interface Market {
  readonly id: string
  readonly base: string
  readonly quote: string
}

interface Client extends EventEmitter {
  subscribeTrades(market: Market): void
  subscribeTicker(market: Market): void
  subscribeLevel2Updates(market: Market): void
}

interface Package {
  readonly BinanceClient: new (options: object) => Client
  readonly CoinbaseProClient: new (options: object) => Client
}

const start: StartContender = async ({ latency, url, workload }) => {
  const client = clientOf(workload, url)
  let events = 0
  const count = () => {
    events += 1
  }
  client.on('ticker', count)
  client.on('l2snapshot', count)
  client.on('l2update', count)
  client.on('trade', ({ unix }: { readonly unix: number }) => {
    events += 1
    if (latency) latency(unix)
  })
  const connected = new Promise((resolve) => client.once('connected', resolve))
  subscribe(client, workload)
  await connected
  return { frames: () => events, events: () => events }
}

function clientOf({ exchange }: Workload, url: string): Client {
  const { BinanceClient, CoinbaseProClient } = peerModule('ccxws') as Package
  // The snapshot it would fetch over https is handed on as it is: there is no book it would begin.
  if (exchange === 'binance') {
    return new BinanceClient({ wssPath: `${url}/stream`, useAggTrades: false, requestSnapshot: false })
  }
  return new CoinbaseProClient({ wssPath: url })
}

function subscribe(client: Client, { exchange, request }: Workload): void {
  const [base = '', quote = ''] = request.symbol.split('/')
  const market = { id: exchange === 'binance' ? `${base}${quote}` : `${base}-${quote}`, base, quote }
  if (request.channel === 'trades') client.subscribeTrades(market)
  else if (request.channel === 'ticker') client.subscribeTicker(market)
  else client.subscribeLevel2Updates(market)
}

export const ccxws: Peer = {
  start,
  leavesOut: ({ exchange, request }) => {
    if (exchange === 'kraken') return 'speaks Kraken v1, not v2'
    return exchange === 'binance' && request.channel === 'ticker' ? 'reads no miniTicker' : undefined
  },
  remark: ({ request }) => (request.channel === 'orderbook' ? 'keeps no book' : undefined),
}
