import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { sleep, systemClock } from '@md/runtime'
import { type RawData, WebSocketServer } from 'ws'
import { microseconds } from '../../stage/microseconds.ts'
import { websocketFrame } from '../../stage/websocket-frame.ts'
import { wireSymbolAt } from '../markets.ts'
import type { Pace, Paced, WireAnswer, WireOrder } from './calls.ts'
import { type TickerFrame, TickerFrames } from './ticker-frames.ts'

interface Subscribing {
  readonly id: number
  readonly method: string
  readonly params: readonly string[]
}

/** Orders that are under way when the last frame is written get this long, ms. */
const LAST_ORDERS_MS = 2_000

/** The far end of both sockets, so that one clock sees a frame leave and its order arrive. */
export class BenchExchange {
  readonly #streams = new Map<string, Socket>()
  readonly #writtenAt = new Map<string, number>()
  #toOrderUs: number[] = []
  #orders = 0

  listen(): Promise<number> {
    const server = createServer((_, response) => response.end('{}'))
    new WebSocketServer({ server }).on('connection', (client, request) => {
      const isOrders = request.url === '/orders'
      client.on('message', (data) => {
        const answer = isOrders ? this.#take(data) : this.#subscribe(data, request.socket)
        if (answer !== undefined) client.send(JSON.stringify(answer))
      })
    })
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        if (typeof address === 'object' && address !== null) resolve(address.port)
      })
    })
  }

  async pace({ jumpsPerSecond, perSecond, seconds, seed }: Pace): Promise<Paced> {
    const frames = new TickerFrames(seed)
    this.#toOrderUs = []
    this.#writtenAt.clear()
    const began = systemClock.monotonic()
    const total = perSecond * seconds
    const everySoMany = jumpsPerSecond === 0 ? Number.POSITIVE_INFINITY : Math.round(perSecond / jumpsPerSecond)
    let written = 0
    while (written < total) {
      const due = Math.min(total, ((systemClock.monotonic() - began) / 1_000) * perSecond)
      for (; written < due; written++) {
        const isJump = written % everySoMany === everySoMany - 1
        if (isJump) this.#jump(frames)
        else this.#write(frames.next(microseconds()))
      }
      await sleep(systemClock, 1)
    }
    const stretch = (systemClock.monotonic() - began) / 1_000 / seconds
    if (jumpsPerSecond > 0) await sleep(systemClock, LAST_ORDERS_MS)
    return { written, jumps: this.#writtenAt.size + this.#toOrderUs.length, stretch, toOrderUs: this.#toOrderUs }
  }

  #jump(frames: TickerFrames): void {
    const at = microseconds()
    const frame = frames.jump(at)
    this.#writtenAt.set(`${wireSymbolAt(frame.market)} ${Number(frame.price)}`, at)
    this.#write(frame)
  }

  #write({ market, text }: TickerFrame): void {
    this.#streams.get(`${wireSymbolAt(market).toLowerCase()}@miniTicker`)?.write(websocketFrame(text))
  }

  #subscribe(data: RawData, socket: Socket): { readonly result: null; readonly id: number } | undefined {
    const { id, method, params } = JSON.parse(String(data)) as Subscribing
    if (method === 'SUBSCRIBE') for (const stream of params) this.#streams.set(stream, socket)
    return id === undefined ? undefined : { result: null, id }
  }

  #take(data: RawData): WireAnswer {
    const arrivedAt = microseconds()
    const { clientOrderId, price, symbol } = JSON.parse(String(data)) as WireOrder
    this.#orders += 1
    const key = `${symbol.replace('/', '')} ${Number(price)}`
    const writtenAt = this.#writtenAt.get(key)
    if (writtenAt !== undefined) {
      this.#toOrderUs.push(arrivedAt - writtenAt)
      this.#writtenAt.delete(key)
    }
    return { clientOrderId, venueOrderId: `v${this.#orders}`, arrivedAt }
  }
}
