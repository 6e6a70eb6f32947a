import { type ChannelRequest, isChannelType, isExchangeId, isInterval, requestKey, type Subscription } from '@md/types'
import type { Links } from './link/links.ts'
import type { Names } from './names.ts'
import type { Settings } from './settings.ts'
import { isOrdinal } from './wire/is-count.ts'

const TTL_MS = 15_000
const RENEW_MS = 5_000
const LOOK_MS = 500

/** What executors want, kept in Redis for as long as they live, and read there by hosts. */
export class Demand {
  readonly #settings: Settings
  readonly #names: Names
  readonly #links: Links
  readonly #onError: (error: unknown) => void
  readonly #listeners = new Set<(wants: readonly Subscription[]) => void>()
  #wants: readonly Subscription[] | undefined
  #heard: readonly Subscription[] | undefined
  #heardKey = ''
  #cancelRenewal: () => void = () => undefined
  #cancelLook: () => void = () => undefined
  #running = false

  constructor(settings: Settings, names: Names, links: Links, onError: (error: unknown) => void) {
    this.#settings = settings
    this.#names = names
    this.#links = links
    this.#onError = onError
  }

  /** Remembered, and said again until it changes. @throws CommandFailedError when Redis refuses it */
  async want(wants: readonly Subscription[]): Promise<void> {
    this.#wants = wants
    if (this.#links.control.up) await this.#say()
  }

  listen(listener: (wants: readonly Subscription[]) => void): () => void {
    this.#listeners.add(listener)
    if (this.#heard !== undefined) listener(this.#heard)
    else if (this.#running) this.#lookSoon(0)
    return () => this.#listeners.delete(listener)
  }

  /** The link is up. */
  start(): void {
    this.#running = true
    this.#renew()
    this.#lookSoon(0)
  }

  pause(): void {
    this.#running = false
    this.#cancelRenewal()
    this.#cancelLook()
  }

  /** Wants nothing any more. */
  async stop(): Promise<void> {
    this.pause()
    const link = this.#links.control
    if (this.#wants === undefined || !link.up) return
    const { instanceId } = this.#settings
    await link.command(['DEL', `${this.#names.demands}${instanceId}`])
    await link.command(['SREM', this.#names.executors, instanceId])
  }

  #renew(): void {
    this.#cancelRenewal()
    if (!this.#running) return
    if (this.#wants !== undefined) this.#say().catch(this.#onError)
    this.#cancelRenewal = this.#settings.clock.after(RENEW_MS, () => this.#renew())
  }

  async #say(): Promise<void> {
    const link = this.#links.control
    const { instanceId } = this.#settings
    const wants = JSON.stringify(this.#wants ?? [])
    await Promise.all([
      link.command(['SET', `${this.#names.demands}${instanceId}`, wants, 'PX', String(TTL_MS)]),
      link.command(['SADD', this.#names.executors, instanceId]),
    ])
  }

  #lookSoon(ms: number): void {
    this.#cancelLook()
    this.#cancelLook = this.#settings.clock.after(ms, () => {
      if (!this.#running) return
      const looking = this.#listeners.size > 0 ? this.#look().catch(this.#onError) : Promise.resolve()
      void looking.finally(() => {
        if (this.#running) this.#lookSoon(LOOK_MS)
      })
    })
  }

  async #look(): Promise<void> {
    const link = this.#links.control
    const members = await link.command(['SMEMBERS', this.#names.executors])
    const ids = (Array.isArray(members) ? members : []).filter((id) => typeof id === 'string')
    const values =
      ids.length === 0 ? [] : await link.command(['MGET', ...ids.map((id) => `${this.#names.demands}${id}`)])
    const wants = new Map<string, Subscription>()
    for (const [index, id] of ids.entries()) {
      const value = Array.isArray(values) ? values[index] : undefined
      if (typeof value === 'string') note(wants, value)
      else await link.command(['SREM', this.#names.executors, id])
    }
    this.#hear(wants)
  }

  #hear(wants: ReadonlyMap<string, Subscription>): void {
    const key = [...wants.keys()].sort().join('\n')
    if (this.#heard !== undefined && key === this.#heardKey) return
    this.#heardKey = key
    const heard = [...wants.values()]
    this.#heard = heard
    for (const listener of this.#listeners) {
      try {
        listener(heard)
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}

function note(wants: Map<string, Subscription>, value: string): void {
  for (const want of readWants(value)) wants.set(`${want.exchange} ${depthKey(want)}`, want)
}

const depthKey = (want: ChannelRequest): string =>
  want.channel === 'orderbook' ? `${requestKey(want)}:${want.depth ?? ''}` : requestKey(want)

function readWants(text: string): readonly Subscription[] {
  try {
    const raw: unknown = JSON.parse(text)
    return Array.isArray(raw) ? raw.flatMap(readWant) : []
  } catch {
    return []
  }
}

function readWant(raw: unknown): readonly Subscription[] {
  if (typeof raw !== 'object' || raw === null) return []
  const { channel, depth, exchange, interval, symbol }: Record<string, unknown> = { ...raw }
  if (!(isExchangeId(exchange) && isChannelType(channel) && typeof symbol === 'string' && symbol !== '')) return []
  if (channel === 'candles') return isInterval(interval) ? [{ exchange, symbol, channel, interval }] : []
  if (channel === 'orderbook' && isOrdinal(depth)) return [{ exchange, symbol, channel, depth }]
  return [{ exchange, symbol, channel }]
}
