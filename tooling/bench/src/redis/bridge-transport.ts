import { RedisEventBridge } from '@md/redis-bridge'
import type { BridgeDelivery } from '@md/types'
import type { Transport, TransportOptions } from './transport.ts'

/** The bridge. With `live` its publisher writes no log, with `log` it uses no channel. */
export async function bridgeTransport(
  delivery: BridgeDelivery,
  { publishes, symbols, take, url }: TransportOptions,
): Promise<Transport> {
  const bridge = new RedisEventBridge({
    redisUrl: url,
    keyPrefix: `bench-${delivery}:`,
    delivery,
    enablePublishing: publishes,
    enableSubscription: symbols.length > 0,
    log: { enabled: delivery !== 'live' },
    live: { enabled: delivery !== 'log' },
  })
  bridge.on('trade', take)
  // Counted, and told in its metrics.
  bridge.on('error', () => undefined)
  await bridge.connect()
  await Promise.all(symbols.map((symbol) => bridge.subscribe('trade', { exchange: 'binance', symbol })))
  return {
    publish: (trade) => void bridge.publish({ type: 'trade', data: trade }),
    flush: () => bridge.flush(),
    counters: () => {
      const { lost, publishDropped, ringBytes } = bridge.getMetrics()
      return { lost, publishDropped: publishDropped.trade, ringBytes }
    },
    close: () => bridge.disconnect(),
  }
}
