import { once } from 'node:events'
import { WebSocket } from 'ws'
import { type ExchangeSimulator, type SimulatorOptions, startExchange } from '../src/index.ts'

export interface Closed {
  readonly code: number
  readonly reason: string
}

export type Json = Readonly<Record<string, unknown>>

/** A client that keeps what it hears and waits for what it wants. */
export class Client {
  readonly frames: string[] = []
  readonly pings: string[] = []
  readonly socket: WebSocket
  readonly closed: Promise<Closed>
  /** How many frames `next` has gone past. */
  #read = 0
  #wake = (): void => {}

  constructor(url: string, options: { autoPong?: boolean } = {}) {
    this.socket = new WebSocket(url, { autoPong: options.autoPong ?? true })
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }))
    })
    this.socket.on('error', () => {})
    this.socket.on('ping', (data) => this.pings.push(String(data)))
    this.socket.on('message', (data) => {
      this.frames.push(String(data))
      this.#wake()
    })
  }

  async opened(): Promise<this> {
    await once(this.socket, 'open')
    return this
  }

  send(...messages: readonly unknown[]): this {
    for (const message of messages) this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
    return this
  }

  /** The next frame that has this in it; those before it are skipped. */
  async next(part = ''): Promise<string> {
    for (;;) {
      const frame = this.frames[this.#read]
      if (frame === undefined) await this.#more()
      else {
        this.#read++
        if (frame.includes(part)) return frame
      }
    }
  }

  async nextJson(part = ''): Promise<Json> {
    return JSON.parse(await this.next(part)) as Json
  }

  /** Resolves when the server has read all that was sent, and this client all that the server sent before; or when it is over. */
  async settled(): Promise<void> {
    if (this.socket.readyState !== WebSocket.OPEN) return
    this.socket.ping()
    await Promise.race([once(this.socket, 'pong'), this.closed])
  }

  leave(): void {
    this.socket.terminate()
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

/** Starts exchanges and clients for one test file; `afterEach(bench.clear)`. */
export class Bench {
  readonly #running: ExchangeSimulator[] = []
  readonly #clients: Client[] = []

  /** Moved by hand unless told otherwise. */
  async exchange(options: SimulatorOptions): Promise<ExchangeSimulator> {
    const exchange = await startExchange({ rate: 0, ...options })
    this.#running.push(exchange)
    return exchange
  }

  async client(exchange: ExchangeSimulator, url = exchange.url): Promise<Client> {
    return await this.dial(url).opened()
  }

  dial(url: string, options: { autoPong?: boolean } = {}): Client {
    const client = new Client(url, options)
    this.#clients.push(client)
    return client
  }

  readonly clear = async (): Promise<void> => {
    for (const client of this.#clients.splice(0)) client.leave()
    await Promise.all(this.#running.splice(0).map((exchange) => exchange.close()))
  }
}

export async function getJson<T = Json>(exchange: ExchangeSimulator, path: string): Promise<T> {
  const response = await fetch(exchange.restUrl + path)
  return (await response.json()) as T
}
