import type { BenchVenue, Workload } from '../../workloads/workload.ts'
import type { StartContender, Task } from '../contender.ts'
import { peerModule } from './folder.ts'
import type { Peer } from './peer.ts'

interface Timed {
  readonly timestamp: number
}

interface Exchange {
  handleMessage(client: unknown, message: unknown): void
  watchTrades(symbol: string): Promise<readonly Timed[]>
  watchTicker(symbol: string): Promise<Timed>
  watchOrderBook(symbol: string, limit?: number): Promise<Timed>
  loadMarkets(): Promise<unknown>
  /** Without it, it refuses `ws:` addresses. */
  loadHttpProxyAgent(): Promise<unknown>
}

interface Package {
  readonly pro: Readonly<Record<string, new (options: object) => Exchange>>
}

const NAMES: Readonly<Record<BenchVenue, string>> = {
  binance: 'binance',
  coinbase: 'coinbaseexchange',
  kraken: 'kraken',
}

/** It signs its request for a Coinbase book; this server looks at no signature. */
const CREDENTIALS = { apiKey: 'none', secret: 'bm9uZQ==', password: 'none' }

function optionsOf({ restUrl, url, workload }: Task): object {
  switch (workload.exchange) {
    case 'binance': {
      // It tells spot from futures by `/stream` in the address.
      const api = { public: `${restUrl}/api/v3`, ws: { spot: `${url}/stream/ws` } }
      return { urls: { api }, options: { defaultType: 'spot', fetchMarkets: { types: ['spot'] } } }
    }
    case 'coinbase':
      return { urls: { api: { public: restUrl, ws: url } }, ...CREDENTIALS }
    case 'kraken':
      return { urls: { api: { public: restUrl, ws: { publicV2: `${url}/v2` } } } }
  }
}

const start: StartContender = async (task) => {
  const { pro } = peerModule('ccxt') as Package
  const Venue = pro[NAMES[task.workload.exchange]]
  if (Venue === undefined) throw new Error(`ccxt has no ${NAMES[task.workload.exchange]}`)
  const exchange = new Venue(optionsOf(task))
  let frames = 0
  let events = 0
  const handle = exchange.handleMessage
  exchange.handleMessage = (client, message) => {
    frames += 1
    handle.call(exchange, client, message)
  }
  await exchange.loadHttpProxyAgent()
  await exchange.loadMarkets()
  const watch = watching(exchange, task, (count) => {
    events += count
  })
  const first = watch()
  void first.then(() => forever(watch))
  if (task.workload.restSnapshot) await first
  return { frames: () => frames, events: () => events }
}

/** One turn of what its manual says to write: await the next state, and again. */
function watching(exchange: Exchange, { latency, workload }: Task, seen: (count: number) => void): () => Promise<void> {
  const { channel, symbol } = workload.request
  if (channel === 'trades') {
    return async () => {
      const trades = await exchange.watchTrades(symbol)
      seen(trades.length)
      if (latency) for (const { timestamp } of trades) latency(timestamp)
    }
  }
  if (channel === 'ticker') return async () => void (await exchange.watchTicker(symbol).then(() => seen(1)))
  return async () => void (await exchange.watchOrderBook(symbol, depthOf(workload)).then(() => seen(1)))
}

const depthOf = ({ request }: Workload): number | undefined =>
  request.channel === 'orderbook' ? request.depth : undefined

async function forever(watch: () => Promise<void>): Promise<never> {
  for (;;) await watch()
}

/** It hands over the latest state: what came in between is not seen. */
export const ccxt: Peer = {
  start,
  leavesOut: () => undefined,
  remark: ({ exchange, request }) =>
    exchange === 'kraken' && request.channel === 'orderbook' ? 'checksum not verified' : undefined,
}
