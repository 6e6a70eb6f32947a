import type { Clock, ExchangeId, Instrument } from '@md/types'
import { AbandonedError, UnknownSymbolError } from '../errors.ts'
import type { ExchangeProtocol, RestGet } from '../protocol.ts'

/** A list older than this is fetched again when it is next asked for, in ms. */
const FRESH_FOR = 3_600_000

/** After a failure the venue is left alone this long, in ms. */
const RETRY_AFTER = 30_000

const SUGGESTIONS = 5

/** The venue's instruments, fetched when first needed and kept for an hour. */
export class InstrumentCatalogue {
  readonly #protocol: ExchangeProtocol
  readonly #get: RestGet
  readonly #clock: Clock
  readonly #onFailure: (error: unknown) => void
  #bySymbol: ReadonlyMap<string, Instrument> | undefined
  #loading: Promise<ReadonlyMap<string, Instrument>> | undefined
  #loadedAt = 0
  #failedAt = Number.NEGATIVE_INFINITY
  #lastFailure: unknown

  constructor(protocol: ExchangeProtocol, get: RestGet, clock: Clock, onFailure: (error: unknown) => void) {
    this.#protocol = protocol
    this.#get = get
    this.#clock = clock
    this.#onFailure = onFailure
  }

  /** @throws RestError when the list cannot be had */
  async instruments(): Promise<readonly Instrument[]> {
    return [...(await this.#load()).values()]
  }

  /**
   * The venue's spelling. Without a list (REST is away) the rule decides, and the venue itself refuses what it does not know.
   * @throws UnknownSymbolError when the list says so
   */
  async venueSymbol(symbol: string): Promise<string> {
    const list = await this.#listIfAny()
    const instrument = list?.get(symbol)
    if (instrument !== undefined) return instrument.venueSymbol
    if (list === undefined || list.size === 0) return this.#protocol.venueSymbol(symbol)
    throw new UnknownSymbolError(this.#exchange, symbol, similar(symbol, list.keys()))
  }

  /** Our spelling of whatever a user wrote, by the list or else by rule; `undefined` when neither knows it. */
  async unifiedSymbol(spelling: string): Promise<string | undefined> {
    const list = await this.#listIfAny()
    const upper = spelling.toUpperCase()
    if (list?.has(upper)) return upper
    for (const { venueSymbol, symbol } of list?.values() ?? []) if (venueSymbol.toUpperCase() === upper) return symbol
    return this.#protocol.unifiedSymbol(spelling)
  }

  get #exchange(): ExchangeId {
    return this.#protocol.exchange
  }

  async #listIfAny(): Promise<ReadonlyMap<string, Instrument> | undefined> {
    const stale = this.#clock.monotonic() - this.#loadedAt > FRESH_FOR
    if (this.#bySymbol !== undefined && !stale) return this.#bySymbol
    if (this.#clock.monotonic() - this.#failedAt < RETRY_AFTER) return this.#bySymbol
    try {
      return await this.#load()
    } catch (error) {
      this.#failed(error)
      return this.#bySymbol
    }
  }

  /** Many may have waited for the one answer, and a request that we gave up says nothing about the venue. */
  #failed(error: unknown): void {
    if (error === this.#lastFailure || error instanceof AbandonedError) return
    this.#lastFailure = error
    this.#failedAt = this.#clock.monotonic()
    this.#onFailure(error)
  }

  #load(): Promise<ReadonlyMap<string, Instrument>> {
    const fresh = this.#clock.monotonic() - this.#loadedAt <= FRESH_FOR
    if (this.#bySymbol !== undefined && fresh) return Promise.resolve(this.#bySymbol)
    this.#loading ??= this.#fetch().finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  async #fetch(): Promise<ReadonlyMap<string, Instrument>> {
    const instruments = await this.#protocol.rest.instruments(this.#get)
    const bySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]))
    this.#bySymbol = bySymbol
    this.#loadedAt = this.#clock.monotonic()
    return bySymbol
  }
}

/** Markets of the same base, else of the same quote. */
function similar(symbol: string, known: Iterable<string>): string[] {
  const [base, quote] = symbol.split('/')
  const all = [...known]
  const sameBase = all.filter((other) => other.startsWith(`${base}/`))
  const candidates = sameBase.length > 0 ? sameBase : all.filter((other) => other.endsWith(`/${quote}`))
  return candidates.slice(0, SUGGESTIONS)
}
