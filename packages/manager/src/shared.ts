import { MarketDataWebSocketManager } from './manager.ts'

let shared: MarketDataWebSocketManager | undefined

/** One manager for the whole process, for those who want one. Empty until factories are registered. Nothing here uses it. */
export function sharedManager(): MarketDataWebSocketManager {
  shared ??= new MarketDataWebSocketManager()
  return shared
}
