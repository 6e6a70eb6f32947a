import { RedisEventBridge } from '@md/redis-bridge'
import { symbolAt } from './calls.ts'

/** Bytes of heap and buffers a connected bridge takes that has subscribed to ten markets. */
export async function weighBridges(count: number, url: string): Promise<number> {
  const first = await aBridge(url)
  const before = weight()
  const bridges = await Promise.all(Array.from({ length: count }, () => aBridge(url)))
  const after = weight()
  await Promise.all([first, ...bridges].map((bridge) => bridge.disconnect()))
  return (after - before) / count
}

async function aBridge(url: string): Promise<RedisEventBridge> {
  const bridge = new RedisEventBridge({ redisUrl: url, keyPrefix: 'bench-weight:' })
  await bridge.connect()
  const wanted = Array.from({ length: 10 }, (_, index) => symbolAt(index))
  await Promise.all(wanted.map((symbol) => bridge.subscribe('trade', { exchange: 'binance', symbol })))
  return bridge
}

function weight(): number {
  globalThis.gc?.()
  const { arrayBuffers, external, heapUsed } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}
