import { type Clock, type ExchangeErrorReport, type Logger, type MarketEvent, reportOf } from '@md/types'
import { ListenerFailedError } from '../errors.ts'
import type { Registration } from './listener-list.ts'

/** A listener that fails on every event is reported this often; every failure is counted. */
const REPORT_EVERY_MS = 1_000

export interface ListenerFailuresOptions {
  readonly clock: Clock
  readonly logger: Logger
  readonly count: (event: MarketEvent) => void
  /** Tells those who listen for errors, but not the other subscribers of the exchange: it is not the exchange's error. */
  readonly announce: (report: ExchangeErrorReport) => void
}

/** What becomes of a listener's failure: counted, logged and announced, never thrown. */
export class ListenerFailures {
  readonly #options: ListenerFailuresOptions

  constructor(options: ListenerFailuresOptions) {
    this.#options = options
  }

  readonly report = (error: unknown, registration: Registration, event: MarketEvent): void => {
    const { announce, clock, count, logger } = this.#options
    count(event)
    registration.failures += 1
    const at = clock.now()
    if (at - registration.reportedAt < REPORT_EVERY_MS) return

    registration.reportedAt = at
    const exchange = event.data.exchange
    const failure = new ListenerFailedError(event.type, registration.failures, error)
    logger.error({ error, exchange, type: event.type, failures: registration.failures }, 'a listener failed')
    // A listener of errors that fails must not be told of it.
    if (event.type !== 'exchange:error') announce({ ...reportOf(failure), exchange, at })
  }
}
