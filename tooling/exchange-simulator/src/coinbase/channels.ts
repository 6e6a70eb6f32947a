/** A channel under the name the acknowledgement gives it, which is not always the one asked for. */
export type ChannelName = 'heartbeat' | 'ticker' | 'ticker_1000' | 'matches' | 'level2' | 'level2_50' | 'status'

const CHANNELS: Readonly<Record<string, ChannelName>> = {
  heartbeat: 'heartbeat',
  ticker: 'ticker',
  ticker_batch: 'ticker_1000',
  ticker_1000: 'ticker_1000',
  matches: 'matches',
  level2: 'level2',
  level2_batch: 'level2_50',
  level2_50: 'level2_50',
  status: 'status',
}

export const channelNamed = (asked: string): ChannelName | undefined =>
  Object.hasOwn(CHANNELS, asked) ? CHANNELS[asked] : undefined

/** `full` and `level3` are refused without a key as on the venue, and with one because they are not simulated. */
export const NEEDS_KEY: ReadonlySet<string> = new Set(['level2', 'level3', 'full'])
export const NOT_SIMULATED: ReadonlySet<string> = new Set(['level3', 'full', 'user'])

/** What one client has asked for: channel, then products, both in the order asked. */
export class Subscriptions {
  readonly #channels = new Map<ChannelName, Set<string>>()
  /** Whether a subscribe ever came, granted or not. */
  asked = false

  /** True when it is new. */
  add(channel: ChannelName, product: string): boolean {
    const products = this.#channels.get(channel) ?? new Set()
    this.#channels.set(channel, products)
    const known = products.has(product)
    products.add(product)
    return !known
  }

  remove(channel: ChannelName, product: string): void {
    const products = this.#channels.get(channel)
    products?.delete(product)
    if (products?.size === 0) this.#channels.delete(channel)
  }

  products(channel: ChannelName): readonly string[] {
    return [...(this.#channels.get(channel) ?? [])]
  }

  get empty(): boolean {
    return this.#channels.size === 0
  }

  *pairs(): Iterable<readonly [ChannelName, string]> {
    for (const [channel, products] of this.#channels) for (const product of products) yield [channel, product]
  }

  /** The whole state, which is what every acknowledgement says. */
  frame(): string {
    const channels = [...this.#channels].map(([name, products]) => {
      const ids = JSON.stringify([...products].filter((product) => product !== ''))
      return `{"name":"${name}","product_ids":${ids},"account_ids":null}`
    })
    return `{"type":"subscriptions","channels":[${channels.join(',')}]}`
  }
}
