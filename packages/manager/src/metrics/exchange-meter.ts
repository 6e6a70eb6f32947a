import { EVENT_TYPES, type EventType, type Gap, type MarketEvent } from '@md/types'
import { Availability } from './availability.ts'
import { ErrorMinutes } from './error-minutes.ts'
import { LatencyMeter } from './latency.ts'

/** Why an event was not delivered. */
export type SkipKind = 'shape' | 'number' | 'direct-wins'

/** Counts and measures what comes from one exchange, from the making of the manager on. */
export class ExchangeMeter {
  readonly events = Object.fromEntries(EVENT_TYPES.map((type) => [type, 0])) as Record<EventType, number>
  readonly skipped: Record<SkipKind, number> = { shape: 0, number: 0, 'direct-wins': 0 }
  readonly exchangeToAdapter = new LatencyMeter()
  readonly adapterToManager = new LatencyMeter()
  readonly managerToListener = new LatencyMeter()
  readonly availability = new Availability()
  readonly errorMinutes = new ErrorMinutes()
  messagesReceived = 0
  /** Events of markets nobody subscribed to. */
  unrequested = 0
  errors = 0
  conflated = 0
  listenerFailures = 0
  /** Trades that gaps say are missing for good. */
  missedTrades = 0
  lastEventAt: number | undefined

  /** @param first whether it may be older than the connection, and says nothing of the way here */
  arrived(event: MarketEvent, now: number, first: boolean): void {
    this.events[event.type] += 1
    switch (event.type) {
      case 'ticker':
      case 'trade':
      case 'candle':
      case 'orderbook': {
        const { receivedAt, timestamp } = event.data
        this.lastEventAt = now
        this.adapterToManager.record(now - receivedAt, now)
        if (timestamp !== undefined && !first && !isOld(event))
          this.exchangeToAdapter.record(receivedAt - timestamp, now)
        break
      }
      case 'gap':
        this.#missed(event.data)
        break
      case 'exchange:connected':
        this.availability.connected(now)
        break
      case 'exchange:disconnected':
        this.availability.lost(now)
        break
      case 'exchange:reconnecting':
        this.availability.attempting(now)
        break
      case 'exchange:error':
        this.failed(now)
    }
  }

  /** @param ms from the manager to the last listener */
  delivered(ms: number, now: number): void {
    this.managerToListener.record(ms, now)
  }

  failed(now: number): void {
    this.errors += 1
    this.errorMinutes.count(now)
  }

  listenerFailed(now: number): void {
    this.listenerFailures += 1
    this.failed(now)
  }

  /** Trades delivered, of those there were. */
  get deliveryRatio(): number {
    const { trade } = this.events
    return this.missedTrades === 0 ? 1 : trade / (trade + this.missedTrades)
  }

  #missed({ channel, missed, recovered }: Gap): void {
    if (channel === 'trades' && !recovered) this.missedTrades += missed ?? 0
  }
}

/** A trade fetched later and a book's snapshot are as old as they are: no measure of the way. */
function isOld(event: MarketEvent): boolean {
  if (event.type === 'trade') return event.data.origin === 'backfill'
  return event.type === 'orderbook' && event.data.change?.kind !== 'delta'
}
