import { setImmediate } from 'node:timers/promises'
import { sleep, systemClock } from '@md/runtime'
import type { Trade } from '@md/types'
import { microseconds } from '../stage/microseconds.ts'
import { bridgeTransport } from './bridge-transport.ts'
import { type OpenOrder, type PaceOrder, type PerformerReport, symbolAt } from './calls.ts'
import { plainTransport } from './plain-transport.ts'
import type { Transport } from './transport.ts'

const A_TURN = 1_000
/** Floods wait for Redis now and then, all in the same way. */
const WINDOW = 20_000
const MAX_LATENCIES = 200_000

/** One process of the bench: publishes, subscribes, and counts. */
export class Performer {
  #transport: Transport | undefined
  #published = 0
  #received = 0
  #disorder = 0
  #last = new Map<string, number>()
  #latenciesUs: number[] = []
  #cpu = process.cpuUsage()
  #at = systemClock.monotonic()

  async open({ transport, ...options }: OpenOrder): Promise<void> {
    await this.#transport?.close()
    this.#published = 0
    this.#received = 0
    this.#disorder = 0
    this.#last = new Map()
    const take = (trade: Trade) => this.#take(trade)
    this.#transport =
      transport === 'plain'
        ? await plainTransport({ ...options, take })
        : await bridgeTransport(transport, { ...options, take })
    this.mark()
  }

  /** How long it took, in ms. */
  async flood(events: number, symbols: number): Promise<number> {
    const began = systemClock.monotonic()
    for (let done = 0; done < events; done += A_TURN) {
      for (let i = 0; i < A_TURN; i++) this.#publish(symbols)
      if (done % WINDOW === WINDOW - A_TURN) await this.#transport?.flush()
      else await setImmediate()
    }
    await this.#transport?.flush()
    return systemClock.monotonic() - began
  }

  /** How long it took, in ms. */
  async pace({ perSecond, seconds, symbols }: PaceOrder): Promise<number> {
    const began = systemClock.monotonic()
    const total = Math.round(perSecond * seconds)
    for (let done = 0; done < total; ) {
      const due = Math.min(total, ((systemClock.monotonic() - began) / 1_000) * perSecond)
      for (; done < due; done++) this.#publish(symbols)
      await sleep(systemClock, 1)
    }
    return systemClock.monotonic() - began
  }

  #publish(symbols: number): void {
    const number = this.#published++
    this.#transport?.publish({
      exchange: 'binance',
      symbol: symbolAt(number % symbols),
      // Not the venue's time: whoever hears it measures from here.
      timestamp: microseconds(),
      receivedAt: systemClock.now(),
      id: String(450_000_000 + number),
      price: 78_873.18 + (number % 1_000) / 100,
      amount: 0.012 + (number % 10) / 1_000,
      side: number % 2 === 0 ? 'buy' : 'sell',
      origin: 'live',
    })
  }

  #take({ id, symbol, timestamp = 0 }: Trade): void {
    this.#received += 1
    const number = Number(id)
    if (number <= (this.#last.get(symbol) ?? 0)) this.#disorder += 1
    this.#last.set(symbol, number)
    if (this.#latenciesUs.length < MAX_LATENCIES) this.#latenciesUs.push(microseconds() - timestamp)
  }

  mark(): void {
    this.#latenciesUs = []
    this.#cpu = process.cpuUsage()
    this.#at = systemClock.monotonic()
  }

  report(): PerformerReport {
    const { system, user } = process.cpuUsage(this.#cpu)
    const { heapUsed, rss } = process.memoryUsage()
    return {
      published: this.#published,
      received: this.#received,
      disorder: this.#disorder,
      ...(this.#transport?.counters() ?? { lost: 0, publishDropped: 0, ringBytes: 0 }),
      wallMs: systemClock.monotonic() - this.#at,
      cpuMs: (system + user) / 1_000,
      latenciesUs: this.#latenciesUs,
      rssMb: rss / 2 ** 20,
      heapMb: heapUsed / 2 ** 20,
    }
  }

  async close(): Promise<void> {
    await this.#transport?.close()
    this.#transport = undefined
  }
}
