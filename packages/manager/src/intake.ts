import type { Clock, ExchangeId, MarketEvent } from '@md/types'
import type { ExchangeMeter } from './metrics/exchange-meter.ts'
import type { Router } from './routing/router.ts'
import { faultOf } from './usable.ts'

export interface IntakeOptions {
  readonly exchange: ExchangeId
  readonly clock: Clock
  readonly meter: ExchangeMeter
  readonly router: Router
  /** Tells other processes. Must not throw. */
  readonly publish: ((event: MarketEvent) => void) | undefined
}

/** What happens to every event of one exchange, in this order: checked, measured, published, delivered. */
export class Intake {
  readonly #options: IntakeOptions

  constructor(options: IntakeOptions) {
    this.#options = options
  }

  receive(event: MarketEvent): void {
    const { clock, exchange, meter, publish, router } = this.#options
    meter.messagesReceived += 1
    const fault = faultOf(event, exchange)
    if (fault !== undefined) {
      meter.skipped[fault] += 1
      return
    }

    const now = clock.now()
    const topic = router.topicOf(event)
    if (event.type === 'exchange:connected') for (const one of router.topics(exchange)) one.spoken = false
    meter.arrived(event, now, topic?.note(event, now) ?? true)
    if (topic === undefined && isOfMarket(event)) meter.unrequested += 1

    publish?.(event)
    router.deliver(event, topic)
    const delivered = clock.now()
    meter.delivered(delivered - now, delivered)
  }
}

const isOfMarket = ({ type }: MarketEvent): boolean =>
  type === 'ticker' || type === 'trade' || type === 'candle' || type === 'orderbook'
