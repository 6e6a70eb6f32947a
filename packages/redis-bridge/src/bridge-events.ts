import type { ErrorReport, EventFilter, EventMap, EventOrigin, EventType, MarketEvent } from '@md/types'

/** What a bridge tells of itself, beside the market's events. */
export interface BridgeOwnEvents {
  connected: { readonly instanceId: string }
  disconnected: { readonly reason: string }
  reconnecting: { readonly link: string; readonly attempt: number; readonly delayMs: number; readonly reason: string }
  subscribed: { readonly type: EventType; readonly filter: EventFilter }
  unsubscribed: { readonly type: EventType; readonly filter: EventFilter }
  error: ErrorReport
}

export interface BridgeEventMap extends EventMap, BridgeOwnEvents {}

/** For those who take everything: the event and where it comes from. */
export interface Told {
  readonly event: MarketEvent
  readonly origin: EventOrigin
}
