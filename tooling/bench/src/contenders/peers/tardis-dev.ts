import type { Workload } from '../../workloads/workload.ts'
import type { StartContender } from '../contender.ts'
import { peerModule } from './folder.ts'
import type { Peer } from './peer.ts'

interface Message {
  readonly type: string
  readonly isSnapshot?: boolean
  readonly timestamp: { getTime(): number }
}

interface Book {
  update(change: Message): void
}

interface Package {
  readonly OrderBook: new () => Book
  readonly normalizeTrades: unknown
  readonly normalizeBookChanges: unknown
  readonly normalizeBookTickers: unknown
  streamNormalized(options: object, normalizer: unknown): AsyncIterable<Message>
}

/** Its addresses are fixed; these two places are where they are looked up. */
interface Feed {
  readonly RealTimeFeedBase: { readonly prototype: { getWebSocketUrl(): Promise<string> } }
}

interface BinanceFeed {
  readonly BinanceRealTimeFeed: {
    readonly prototype: { httpURL: string; _getRealTimeFeeds(...options: unknown[]): unknown }
  }
}

const start: StartContender = async ({ latency, restUrl, url, workload }) => {
  redirect(`${url}/primed`, `${restUrl}/api/v1`)
  const tardis = peerModule('tardis-dev') as Package
  const book = new tardis.OrderBook()
  let events = 0
  let begun: () => void
  const live = new Promise<void>((resolve) => {
    begun = resolve
  })
  const take = (message: Message) => {
    events += 1
    if (message.type === 'book_change') book.update(message)
    if (message.isSnapshot) begun()
    if (latency) latency(message.timestamp.getTime())
  }
  const symbols = [workload.request.symbol.replace('/', workload.exchange === 'coinbase' ? '-' : '')]
  const stream = tardis.streamNormalized({ exchange: workload.exchange, symbols }, normalizerOf(tardis, workload))
  void (async () => {
    for await (const message of stream) take(message)
  })()
  if (workload.restSnapshot) await live
  return { frames: () => events, events: () => events }
}

function normalizerOf(tardis: Package, { request }: Workload): unknown {
  if (request.channel === 'trades') return tardis.normalizeTrades
  return request.channel === 'ticker' ? tardis.normalizeBookTickers : tardis.normalizeBookChanges
}

function redirect(url: string, restUrl: string): void {
  const { RealTimeFeedBase } = peerModule('tardis-dev/dist/realtimefeeds/realtimefeed.js') as Feed
  RealTimeFeedBase.prototype.getWebSocketUrl = async () => url
  const { prototype } = (peerModule('tardis-dev/dist/realtimefeeds/binance.js') as BinanceFeed).BinanceRealTimeFeed
  const feeds = prototype._getRealTimeFeeds
  prototype._getRealTimeFeeds = function (...options) {
    this.httpURL = restUrl
    return feeds.apply(this, options)
  }
}

export const tardisDev: Peer = {
  start,
  leavesOut: ({ exchange, request }) => {
    if (exchange === 'kraken') return 'speaks Kraken v1, not v2'
    return exchange === 'binance' && request.channel === 'ticker' ? 'reads no miniTicker' : undefined
  },
  remark: ({ request }) => (request.channel === 'ticker' ? 'maps the quote only' : undefined),
}
