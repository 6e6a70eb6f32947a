import type { Trade } from '@md/types'
import { createClient } from 'redis'
import type { Transport, TransportOptions } from './transport.ts'

const channelOf = (symbol: string): string => `plain:${symbol}`

/** What one writes in an hour: an exact channel for every symbol, JSON, nothing awaited, nothing noticed. */
export async function plainTransport({ publishes, symbols, take, url }: TransportOptions): Promise<Transport> {
  const publisher = publishes ? await connected(url) : undefined
  const subscriber = symbols.length > 0 ? await connected(url) : undefined
  await subscriber?.subscribe(symbols.map(channelOf), (text) => take((JSON.parse(text) as { data: Trade }).data))
  let last: Promise<unknown> = Promise.resolve()
  let lost = 0
  return {
    publish: (trade) => {
      if (publisher === undefined) return
      last = publisher.publish(channelOf(trade.symbol), JSON.stringify({ type: 'trade', data: trade })).catch(() => {
        lost += 1
      })
    },
    flush: async () => void (await last),
    counters: () => ({ lost, publishDropped: lost, ringBytes: 0 }),
    close: async () => {
      await publisher?.disconnect()
      await subscriber?.disconnect()
    },
  }
}

async function connected(url: string) {
  const client = createClient({ url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}
