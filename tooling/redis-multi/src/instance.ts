import { RedisEventBridge } from '@md/redis-bridge'
import { sleep, systemClock } from '@md/runtime'
import type { BridgeDelivery, EventOrigin, Trade } from '@md/types'
import { Latencies, type LatencyCounts } from './latencies.ts'

export interface InstanceOptions {
  readonly index: number
  readonly redisUrl: string
  readonly delivery: BridgeDelivery
}

export interface Pace {
  readonly seconds: number
  /** Events a second. */
  readonly rate: number
}

/** What one instance has to say when it is asked. */
export interface InstanceReport {
  readonly index: number
  readonly connected: boolean
  readonly published: number
  /** By the id of who published. */
  readonly received: Readonly<Record<string, number>>
  readonly selfReceived: number
  readonly errors: number
  /** What the bridge counts as lost. */
  readonly lost: number
  readonly latency: LatencyCounts
}

/** One instance, wherever it runs. */
export interface Instance {
  /** Resolves when it hears the others. */
  start(): Promise<void>
  /** Resolves when Redis has everything. */
  publish(pace: Pace): Promise<void>
  report(): Promise<InstanceReport>
  stop(): Promise<void>
}

export const idOf = (index: number): string => `test-instance-${index}`

const TICK_MS = 10
const CONNECT_MS = 3_000

/** The machine's monotonic clock, the same in every process. */
const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6

/** One bridge that publishes and hears what all others publish. */
export class TestInstance implements Instance {
  readonly #index: number
  readonly #id: string
  readonly #bridge: RedisEventBridge
  readonly #received = new Map<string, number>()
  readonly #latencies = new Latencies()
  readonly #note: (line: string) => void
  #published = 0
  #selfReceived = 0

  constructor({ delivery, index, redisUrl }: InstanceOptions, note: (line: string) => void) {
    this.#index = index
    this.#id = idOf(index)
    this.#note = (line) => note(`${this.#id} ${line}`)
    this.#bridge = new RedisEventBridge({ redisUrl, delivery, instanceId: this.#id, connectTimeout: CONNECT_MS })
  }

  async start(): Promise<void> {
    const bridge = this.#bridge
    bridge.on('error', ({ message }) => this.#note(message))
    bridge.on('reconnecting', ({ attempt, link, reason }) => this.#note(`${link} reconnects (${attempt}): ${reason}`))
    bridge.on('gap', ({ missed, symbol }) => this.#note(`misses ${missed ?? 'some'} of ${symbol}`))
    bridge.onEvent((event, origin) => {
      if (event.type === 'trade') this.#take(event.data, origin)
    })
    await bridge.connect()
    await bridge.subscribe('trade')
    this.#note('is connected')
  }

  async publish({ rate, seconds }: Pace): Promise<void> {
    const began = systemClock.monotonic()
    const total = Math.max(1, Math.round(seconds * rate))
    while (this.#published < total) {
      const elapsed = systemClock.monotonic() - began
      const due = Math.min(total, Math.floor((elapsed / 1_000) * rate) + 1)
      while (this.#published < due) this.#publishOne()
      await sleep(systemClock, TICK_MS)
    }
    await this.#bridge.flush()
    this.#note(`has published ${this.#published}`)
  }

  report(): Promise<InstanceReport> {
    const { errors, lost } = this.#bridge.getMetrics()
    return Promise.resolve({
      index: this.#index,
      connected: this.#bridge.isReady(),
      published: this.#published,
      received: Object.fromEntries(this.#received),
      selfReceived: this.#selfReceived,
      errors,
      lost,
      latency: this.#latencies.counts,
    })
  }

  stop(): Promise<void> {
    return this.#bridge.disconnect()
  }

  /** Trades, because of every trade each one counts: of tickers a bridge sends the newest only. */
  #publishOne(): void {
    this.#published += 1
    void this.#bridge.publish({
      type: 'trade',
      data: {
        exchange: 'binance',
        symbol: `S${this.#published % 10}/USDT`,
        // Not the venue's time: whoever hears it measures from here.
        timestamp: monotonicMs(),
        receivedAt: systemClock.now(),
        id: String(this.#published),
        price: 100 + (this.#published % 100) / 100,
        amount: 1,
        side: this.#published % 2 === 0 ? 'buy' : 'sell',
        origin: 'live',
      },
    })
  }

  #take({ timestamp }: Trade, { instanceId }: EventOrigin): void {
    if (instanceId === this.#id) this.#selfReceived += 1
    else this.#received.set(instanceId, (this.#received.get(instanceId) ?? 0) + 1)
    if (timestamp !== undefined) this.#latencies.add(Math.max(0, monotonicMs() - timestamp))
  }
}
