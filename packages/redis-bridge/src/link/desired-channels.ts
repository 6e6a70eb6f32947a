import type { Client } from './client.ts'

type Listener = (message: string, channel: string) => void

const BATCH = 512

/**
 * What a subscriber link shall be subscribed to. Brings every new connection there, and the current one after each
 * change, one request at a time: node-redis 4 loses subscriptions that are changed side by side.
 */
export class DesiredChannels {
  readonly #listener: Listener
  #channels = new Set<string>()
  #pattern: string | undefined
  #actual = new Set<string>()
  #actualPattern: string | undefined
  #client: Client | undefined
  #queue: Promise<void> = Promise.resolve()

  constructor(listener: Listener) {
    this.#listener = listener
  }

  get size(): number {
    return this.#channels.size
  }

  want(channels: ReadonlySet<string>, pattern: string | undefined): void {
    this.#channels = new Set(channels)
    this.#pattern = pattern
  }

  /** A new connection, subscribed to nothing yet. */
  async attach(client: Client): Promise<void> {
    this.#client = client
    this.#actual = new Set()
    this.#actualPattern = undefined
    this.#queue = Promise.resolve()
    await this.settle()
  }

  /** Resolves when the connection has what is desired; at once when there is none. */
  settle(): Promise<void> {
    const client = this.#client
    const turn = this.#queue
      .catch(() => undefined)
      .then(() => (client === this.#client ? this.#apply(client) : undefined))
    this.#queue = turn
    return turn
  }

  detach(): void {
    this.#client = undefined
  }

  async #apply(client: Client | undefined): Promise<void> {
    if (client === undefined) return
    if (this.#pattern !== undefined && this.#actualPattern === undefined) {
      await client.psubscribe(this.#pattern, this.#listener)
      this.#actualPattern = this.#pattern
    }
    await this.#subscribe(client)
    await this.#unsubscribe(client)
    if (this.#pattern === undefined && this.#actualPattern !== undefined) {
      await client.punsubscribe(this.#actualPattern)
      this.#actualPattern = undefined
    }
  }

  async #subscribe(client: Client): Promise<void> {
    for (const some of batches(missing(this.#channels, this.#actual))) {
      await client.subscribe(some, this.#listener)
      for (const channel of some) this.#actual.add(channel)
    }
  }

  async #unsubscribe(client: Client): Promise<void> {
    for (const some of batches(missing(this.#actual, this.#channels))) {
      await client.unsubscribe(some)
      for (const channel of some) this.#actual.delete(channel)
    }
  }
}

const missing = (of: ReadonlySet<string>, from: ReadonlySet<string>): readonly string[] =>
  [...of].filter((channel) => !from.has(channel))

function* batches(all: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH)
}
