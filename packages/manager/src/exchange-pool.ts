import type { AdapterFactory, ExchangeId } from '@md/types'
import { ConnectionLimitError, ExchangeNotAvailableError } from './errors.ts'
import { ExchangeLink, type LinkObserver } from './exchange-link.ts'
import type { ManagerSettings } from './options.ts'

export interface ExchangePoolOptions {
  readonly settings: ManagerSettings
  /** Whom an exchange's link tells. */
  readonly observe: (exchange: ExchangeId) => LinkObserver
}

/** The exchanges this process can speak to itself, and its links to them. */
export class ExchangePool {
  readonly #options: ExchangePoolOptions
  readonly #factories = new Map<ExchangeId, AdapterFactory>()
  readonly #links = new Map<ExchangeId, ExchangeLink>()

  constructor(options: ExchangePoolOptions) {
    this.#options = options
  }

  get exchanges(): readonly ExchangeId[] {
    return [...this.#factories.keys()]
  }

  get links(): readonly ExchangeLink[] {
    return [...this.#links.values()]
  }

  has(exchange: ExchangeId): boolean {
    return this.#factories.has(exchange)
  }

  /** Replaces an earlier factory, for the next adapter that is made. */
  register(exchange: ExchangeId, factory: AdapterFactory): void {
    this.#factories.set(exchange, factory)
  }

  /** The link if the exchange has been used. */
  find(exchange: ExchangeId): ExchangeLink | undefined {
    return this.#links.get(exchange)
  }

  /** @throws ExchangeNotAvailableError without a factory */
  link(exchange: ExchangeId): ExchangeLink {
    const known = this.#links.get(exchange)
    if (known !== undefined) return known
    this.#factoryOf(exchange)
    const link = new ExchangeLink({
      exchange,
      settings: this.#options.settings,
      factory: () => this.#factoryOf(exchange),
      admit: (one) => this.#admit(one),
      observer: this.#options.observe(exchange),
    })
    this.#links.set(exchange, link)
    return link
  }

  #factoryOf(exchange: ExchangeId): AdapterFactory {
    const factory = this.#factories.get(exchange)
    if (factory === undefined) throw new ExchangeNotAvailableError(exchange, this.exchanges)
    return factory
  }

  #admit(exchange: ExchangeId): void {
    const live = this.links.filter((link) => link.live).map((link) => link.exchange)
    const limit = this.#options.settings.maxConnections
    if (live.length >= limit) throw new ConnectionLimitError(exchange, limit, live)
  }
}
