import type { MarketEvent } from '@md/types'
import { onTestFinished } from 'vitest'
import { RedisEventBridge, type RedisEventBridgeOptions } from '../src/index.ts'
import { type RedisServer, startRedisServer } from '../src/testing/index.ts'

/** A server of this test's own. */
export async function aServer(): Promise<RedisServer> {
  const server = await startRedisServer()
  onTestFinished(() => server.stop())
  return server
}

/** A bridge that is gone when the test is over. */
export function aBridge(server: { readonly port: number }, options: RedisEventBridgeOptions = {}): RedisEventBridge {
  const bridge = new RedisEventBridge({ host: '127.0.0.1', port: server.port, ...options })
  onTestFinished(() => bridge.disconnect())
  return bridge
}

export async function connected(
  server: { readonly port: number },
  options: RedisEventBridgeOptions = {},
): Promise<RedisEventBridge> {
  const bridge = aBridge(server, options)
  await bridge.connect()
  return bridge
}

/** Everything it tells from now on. */
export function heardBy(bridge: RedisEventBridge): MarketEvent[] {
  const events: MarketEvent[] = []
  bridge.onEvent((event) =>
    events.push(
      event.type === 'orderbook'
        ? {
            ...event,
            data: {
              ...event.data,
              bids: event.data.bids,
              asks: event.data.asks,
              sequence: event.data.sequence,
              status: event.data.status,
              change: event.data.change,
            },
          }
        : event,
    ),
  )
  return events
}
