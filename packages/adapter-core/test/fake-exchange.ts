import { setImmediate } from 'node:timers/promises'
import type { Inbound, OpenSocket, Socket, SocketEvents } from '@md/adapter-core'
import type { FakeRequest } from '@md/adapter-core/testing'

/** Every promise that can go on has gone on. */
export const settled = (): Promise<void> => setImmediate()

/** The far end of every socket an adapter opens. Nothing happens unless a test says so. */
export class FakeExchange {
  readonly sockets: FakeSocket[] = []

  readonly openSocket: OpenSocket = (url, _, events) => {
    const socket = new FakeSocket(url, events)
    this.sockets.push(socket)
    return socket
  }

  /** The newest. */
  get socket(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (socket === undefined) throw new Error('no socket has been opened')
    return socket
  }

  /** Those that have not ended. */
  get open(): readonly FakeSocket[] {
    return this.sockets.filter(({ ended }) => !ended)
  }
}

/** One socket, seen from the exchange. */
export class FakeSocket implements Socket {
  readonly url: string
  readonly sent: string[] = []
  readonly pongs: string[] = []
  pings = 0
  ended = false
  /** Set to let our close go unanswered. */
  deaf = false
  readonly #events: SocketEvents
  #answered = 0

  constructor(url: string, events: SocketEvents) {
    this.url = url
    this.#events = events
  }

  /** What was asked for, frame by frame. */
  get requests(): readonly FakeRequest[] {
    return this.sent.filter((text) => text.includes('"keys"')).map((text): FakeRequest => JSON.parse(text))
  }

  /** What was asked for, in short: `subscribe trades:BTC/USDT`. */
  get asked(): readonly string[] {
    return this.requests.map(({ action, keys }) => `${action} ${keys.join(' ')}`)
  }

  accept(): void {
    this.#events.open()
  }

  say(...meanings: readonly Inbound[]): void {
    this.frame(JSON.stringify(meanings))
  }

  frame(text: string, binary = false): void {
    this.#events.frame(Buffer.from(text), binary)
  }

  /** Acknowledges every request that has not been answered yet. */
  acknowledge(): void {
    for (const { id } of this.requests.slice(this.#answered)) this.say({ kind: 'accepted', requestId: id })
    this.#answered = this.requests.length
  }

  pingUs(payload = 'are you there?'): void {
    this.#events.ping(Buffer.from(payload))
  }

  pongUs(): void {
    this.#events.pong()
  }

  drop(reason = 'dropped'): void {
    if (this.ended) return
    this.ended = true
    this.#events.end(reason)
  }

  send(text: string): void {
    this.sent.push(text)
  }

  ping(): void {
    this.pings += 1
  }

  pong(payload: Buffer): void {
    this.pongs.push(payload.toString())
  }

  close(): void {
    if (!this.deaf) this.drop('closed as asked')
  }

  terminate(): void {
    this.drop('terminated')
  }
}
