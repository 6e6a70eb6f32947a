import type { Logger } from '@md/types'

/** What a bridge tells of how it stands. */
export interface TellingBridge {
  on(type: 'connected', listener: (data: { readonly instanceId: string }) => void): unknown
  on(type: 'disconnected', listener: (data: { readonly reason: string }) => void): unknown
  on(type: 'reconnecting', listener: (attempt: object) => void): unknown
}

/** How the bridge stands, in the log. Its errors are logged by itself. */
export function tellBridge(bridge: TellingBridge, logger: Logger): void {
  bridge.on('connected', ({ instanceId }) => logger.info({ instanceId }, 'Redis is connected'))
  bridge.on('disconnected', ({ reason }) => logger.warn({ reason }, 'Redis is not connected'))
  bridge.on('reconnecting', (attempt) => logger.debug(attempt, 'Redis is tried again'))
}
