import { systemClock } from '@md/runtime'
import type { RedisEventBridge } from '../src/index.ts'
import { tradeEvent } from './events.ts'
import { every } from './every.ts'

export const SYMBOLS = Array.from({ length: 20 }, (_, i) => `S${i}/USDT`)

const PER_MS = 3

/** 3,000 trades a second, numbered from 1 in each symbol. */
export class Load {
  readonly #publishers: readonly RedisEventBridge[]
  readonly #since: number
  #published = 0
  #stop: () => void = () => undefined

  /** @param since ms since the epoch: loads of the same begin publish the same trades, in whatever process */
  constructor(publishers: readonly RedisEventBridge[], since = systemClock.now()) {
    this.#publishers = publishers
    this.#since = since
  }

  get published(): number {
    return this.#published
  }

  start(): void {
    this.#stop = every(1, () => this.#publishDue())
  }

  stop(): void {
    this.#stop()
  }

  /** So many more, now. */
  publish(count: number): void {
    for (let i = 0; i < count; i++) {
      const symbol = SYMBOLS[this.#published % SYMBOLS.length] ?? ''
      const event = tradeEvent(Math.floor(this.#published / SYMBOLS.length) + 1, symbol)
      for (const publisher of this.#publishers) void publisher.publish(event)
      this.#published += 1
    }
  }

  #publishDue(): void {
    this.publish(Math.floor((systemClock.now() - this.#since) * PER_MS) - this.#published)
  }
}
