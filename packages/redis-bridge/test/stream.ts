import type { Trade } from '@md/types'
import type { RedisEventBridge } from '../src/index.ts'
import { until } from '../src/testing/index.ts'
import { tradeEvent } from './events.ts'
import { every } from './every.ts'

const SYMBOLS = Array.from({ length: 20 }, (_, i) => `S${i}/USDT`)

/** Trades that keep coming, numbered per symbol, and what arrives of them. */
export class Stream {
  readonly #publisher: RedisEventBridge
  readonly #subscriber: RedisEventBridge
  readonly #last = new Map<string, number>()
  #published = 0
  #delivered = 0
  #disorder = 0
  #stop: () => void = () => undefined

  constructor(publisher: RedisEventBridge, subscriber: RedisEventBridge) {
    this.#publisher = publisher
    this.#subscriber = subscriber
    subscriber.on('trade', (trade) => this.#take(trade))
  }

  async start(): Promise<void> {
    const wanted = SYMBOLS.map((symbol) => this.#subscriber.subscribe('trade', { exchange: 'binance', symbol }))
    await Promise.all(wanted)
    this.#stop = every(1, () => this.#publish())
    await until('it flows', () => this.#delivered > 100)
  }

  /** Resolves when it has flowed again since. */
  async flows(withinMs = 15_000): Promise<void> {
    const { delivered } = this.#subscriber.getMetrics()
    const published = this.#published
    const all = () => this.#delivered >= published && this.#subscriber.getMetrics().delivered > delivered
    await until('it flows again', all, { withinMs })
  }

  /** Stops publishing, and resolves to what became of everything when nothing more comes. */
  async end(): Promise<{ readonly missing: number; readonly disorder: number; readonly lost: number }> {
    this.#stop()
    await this.#publisher.flush()
    const { lost } = this.#subscriber.getMetrics()
    await until('all is there', () => this.#delivered + lost >= this.#published).catch(() => undefined)
    const { lost: counted } = this.#subscriber.getMetrics()
    return { missing: this.#published - this.#delivered - counted, disorder: this.#disorder, lost: counted }
  }

  #publish(): void {
    for (let i = 0; i < 3; i++) {
      const symbol = SYMBOLS[this.#published % SYMBOLS.length] ?? ''
      void this.#publisher.publish(tradeEvent(Math.floor(this.#published / SYMBOLS.length) + 1, symbol))
      this.#published += 1
    }
  }

  #take({ id, symbol }: Trade): void {
    const number = Number(id)
    if (number <= (this.#last.get(symbol) ?? 0)) this.#disorder += 1
    this.#last.set(symbol, number)
    this.#delivered += 1
  }
}
