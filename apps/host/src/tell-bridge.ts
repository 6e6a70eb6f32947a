import type { RedisEventBridge } from '@md/redis-bridge'
import type { Logger } from '@md/types'

/** How the bridge stands, in the log. Its errors are logged by itself. */
export function tellBridge(bridge: RedisEventBridge, logger: Logger): void {
  bridge.on('connected', ({ instanceId }) => logger.info({ instanceId }, 'Redis is connected'))
  bridge.on('disconnected', ({ reason }) => logger.warn({ reason }, 'Redis is not connected'))
  bridge.on('reconnecting', (attempt) => logger.debug(attempt, 'Redis is tried again'))
}
