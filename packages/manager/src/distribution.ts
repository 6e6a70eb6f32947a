import {
  type Conflation,
  type ExchangeErrorReport,
  type ExchangeId,
  type MarketEvent,
  type MdError,
  reportOf,
} from '@md/types'
import { Conflator } from './conflation.ts'
import { QueuedEventStream, type StreamOptions } from './event-stream.ts'
import { Intake } from './intake.ts'
import { ExchangeMeter } from './metrics/exchange-meter.ts'
import type { ManagerSettings, StreamFilter } from './options.ts'
import { ListenerFailures } from './routing/listener-failures.ts'
import { Router } from './routing/router.ts'
import type { Topic } from './routing/topic.ts'

/** The consumers' side of the manager: who listens, and what was counted on the way to them. */
export class Distribution {
  readonly router: Router
  readonly #settings: ManagerSettings
  readonly #meters = new Map<ExchangeId, ExchangeMeter>()
  readonly #failures: ListenerFailures
  readonly #streams = new Set<QueuedEventStream>()
  #droppedByEnded = 0

  constructor(settings: ManagerSettings) {
    const { clock, logger } = settings
    this.#settings = settings
    this.#failures = new ListenerFailures({
      clock,
      logger,
      count: ({ data }) => this.meter(data.exchange).listenerFailed(clock.now()),
      announce: (report) => this.#announce(report),
    })
    this.router = new Router(clock, this.#failures.report)
  }

  get streams(): number {
    return this.#streams.size
  }

  /** Events lost by streams whose consumers were too slow, ended ones included. */
  get dropped(): number {
    let dropped = this.#droppedByEnded
    for (const stream of this.#streams) dropped += stream.dropped
    return dropped
  }

  meter(exchange: ExchangeId): ExchangeMeter {
    const meter = this.#meters.get(exchange) ?? new ExchangeMeter()
    this.#meters.set(exchange, meter)
    return meter
  }

  intake(exchange: ExchangeId, publish?: (event: MarketEvent) => void): Intake {
    const { clock } = this.#settings
    return new Intake({ exchange, clock, meter: this.meter(exchange), router: this.router, publish })
  }

  /** Returns its own end, after which the listener is not called again. */
  listen(topic: Topic, listener: (event: MarketEvent) => void, conflation: Conflation): () => void {
    if (conflation === 'every') return topic.listeners.add(listener)
    const meter = this.meter(topic.exchange)
    const conflator = new Conflator(listener, {
      conflation,
      clock: this.#settings.clock,
      onFailure: this.#failures.report,
      onConflated: () => {
        meter.conflated += 1
      },
    })
    const remove = topic.listeners.add(conflator.offer)
    return () => {
      remove()
      conflator.stop()
    }
  }

  stream(filter: StreamFilter, options: Required<StreamOptions>): QueuedEventStream {
    const stream = new QueuedEventStream(filter, options, () => {
      untap()
      this.#streams.delete(stream)
      this.#droppedByEnded += stream.dropped
    })
    const untap = this.router.tap(stream)
    this.#streams.add(stream)
    return stream
  }

  endStreams(): void {
    for (const stream of this.#streams) stream.end()
  }

  /** A failure that nobody waits to hear: counted, logged, announced. */
  report(exchange: ExchangeId, error: MdError): void {
    const at = this.#settings.clock.now()
    this.#settings.logger.warn({ error, exchange }, 'an exchange did not do what it was asked')
    this.meter(exchange).failed(at)
    this.#announce({ ...reportOf(error), exchange, at })
  }

  #announce(report: ExchangeErrorReport): void {
    this.router.announce(report)
  }
}
