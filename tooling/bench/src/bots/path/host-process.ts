import { RedisEventBridge } from '@md/redis-bridge'
import { answering } from '../../child.ts'
import { adapterManager } from '../fleet/surroundings.ts'
import { MARKETS, marketAt } from '../markets.ts'
import type { HostCalls } from './calls.ts'

answering<HostCalls>({
  open: async ({ port, url }) => {
    const bridge = new RedisEventBridge({ redisUrl: url, enableSubscription: false })
    await bridge.connect()
    const manager = adapterManager(port, bridge)
    const markets = Array.from({ length: MARKETS }, (_, index) => marketAt(index))
    await Promise.all(markets.map((market) => manager.subscribe({ ...market, channel: 'ticker' })))
    return undefined
  },
})
