import { sleep, systemClock } from '@md/runtime'
import { onTestFinished } from 'vitest'
import type { RedisEventBridge, RedisEventBridgeOptions } from '../src/index.ts'
import {
  type RedisServer,
  type RedisServerOptions,
  startRedisServer,
  startTcpProxy,
  type TcpProxy,
  until,
} from '../src/testing/index.ts'
import { connected } from './bridges.ts'
import { Ledger } from './ledger.ts'
import { Load, SYMBOLS } from './load.ts'

interface StageOptions {
  readonly server?: RedisServerOptions
  /** Whose way leads through a network that can be broken. */
  readonly through?: 'nobody' | 'publisher' | 'subscriber' | 'both'
  readonly publisher?: RedisEventBridgeOptions
  readonly subscriber?: RedisEventBridgeOptions
}

/** What became of everything that was published. Of a stage where nothing is lost all but the first are 0. */
export interface Verdict {
  /** Events that Redis has acknowledged. */
  readonly acked: number
  /** Acknowledged, and neither delivered nor counted as lost. */
  readonly unaccounted: number
  readonly lost: number
  readonly unknown: number
  readonly dropped: number
  readonly twice: number
  readonly disorder: number
}

export const NOTHING_LOST = { unaccounted: 0, lost: 0, unknown: 0, dropped: 0, twice: 0, disorder: 0 } as const

/** A publisher under load, and a subscriber that writes down what it is told. */
export class FaultStage {
  readonly publisher: RedisEventBridge
  readonly subscriber: RedisEventBridge
  readonly ledger: Ledger
  readonly load: Load

  constructor(publisher: RedisEventBridge, subscriber: RedisEventBridge) {
    this.publisher = publisher
    this.subscriber = subscriber
    this.ledger = new Ledger(subscriber, (symbol) => SYMBOLS.includes(symbol))
    this.load = new Load([publisher])
    onTestFinished(() => this.load.stop())
  }

  /** Resolves when it flows. */
  async start(): Promise<void> {
    await wantAll(this.subscriber)
    this.load.start()
    await until('it flows', () => this.ledger.delivered > 600)
    this.ledger.takeSilence()
  }

  /** Resolves when everything published up to now is delivered or lost. */
  async flows(withinMs = 15_000): Promise<void> {
    const { published } = this.load
    const accounted = () => this.ledger.delivered + this.ledger.account.missed
    await until('it flows again', () => accounted() >= published && this.publisher.isReady(), { withinMs })
  }

  /** Lets time go by, under load. */
  under(ms: number): Promise<void> {
    return sleep(systemClock, ms)
  }

  /** Ends the load, and says what became of it once nothing more comes. */
  async end(): Promise<Verdict> {
    this.load.stop()
    await this.publisher.flush()
    const all = () => this.ledger.delivered + this.subscriber.getMetrics().lost >= this.load.published
    await until('everything is accounted for', all, { withinMs: 6_000 }).catch(() => undefined)
    // What comes twice comes late.
    await this.under(200)
    const { acked, publishDropped } = this.publisher.getMetrics()
    const { lost, unknownLosses } = this.subscriber.getMetrics()
    const { delivered, disorder, missed, twice, unknown } = this.ledger.account
    if (missed !== lost || unknown !== unknownLosses)
      throw new Error(`${lost} are counted as lost, ${missed} announced`)
    return {
      acked,
      unaccounted: acked + publishDropped.trade - delivered - lost,
      lost,
      unknown,
      dropped: publishDropped.trade,
      twice,
      disorder,
    }
  }
}

/** Everything of a `Load`, by name: Redis sends nothing else. */
export async function wantAll(subscriber: RedisEventBridge): Promise<void> {
  await Promise.all(SYMBOLS.map((symbol) => subscriber.subscribe('trade', { exchange: 'binance', symbol })))
}

export interface ServerStage {
  readonly server: RedisServer
  readonly network: TcpProxy
  readonly stage: FaultStage
}

/** The same, on a Redis of its own, and flowing. */
export async function aStage({ through = 'nobody', ...options }: StageOptions = {}): Promise<ServerStage> {
  const server = await startRedisServer(options.server)
  onTestFinished(() => server.stop())
  const network = await startTcpProxy(server)
  onTestFinished(() => network.stop())
  const way = (who: 'publisher' | 'subscriber') => (through === who || through === 'both' ? network : server)
  const publisher = await connected(way('publisher'), options.publisher)
  const subscriber = await connected(way('subscriber'), options.subscriber)
  const stage = new FaultStage(publisher, subscriber)
  await stage.start()
  return { server, network, stage }
}
