import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock } from '@md/types'
import { type Server as SocketServer, WebSocketServer } from 'ws'
import type { Door } from '../faults/door.ts'
import type { VenueLimits } from '../limits.ts'
import { RollingWindow } from '../rolling-window.ts'
import { Connection, VenueSocket } from './connection.ts'
import { readRequest } from './http-request.ts'
import type { RestAnswer, RestRequest } from './rest.ts'

/** What the server asks of the venue behind it. */
export interface Guests {
  accepts(target: URL): boolean
  opened(connection: Connection, target: URL): void
  heard(connection: Connection, text: string): void
  controlFrame(connection: Connection, kind: 'ping' | 'pong', payload: string): void
  closed(connection: Connection): void
  answer(request: RestRequest): RestAnswer
  violation(rule: string): void
}

export interface ServerOptions {
  readonly clock: Clock
  readonly limits: VenueLimits
  readonly door: Door
  readonly guests: Guests
}

/** One loopback port for REST and WebSockets. */
export class VenueServer {
  readonly #options: ServerOptions
  readonly #http: Server
  readonly #sockets: SocketServer<typeof VenueSocket>
  readonly #attempts: RollingWindow
  readonly #connections = new Set<Connection>()
  readonly #stalled = new Set<Duplex>()
  #accepted = 0

  constructor(options: ServerOptions) {
    this.#options = options
    this.#attempts = new RollingWindow(options.limits.connectionWindowMs)
    this.#sockets = new WebSocketServer({
      noServer: true,
      WebSocket: VenueSocket,
      perMessageDeflate: false,
      clientTracking: false,
    })
    this.#http = createServer((request, response) => void this.#answer(request, response))
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#http.once('error', reject)
      this.#http.listen(port, '127.0.0.1', () => resolve((this.#http.address() as AddressInfo).port))
    })
  }

  get connections(): ReadonlySet<Connection> {
    return this.#connections
  }

  get accepted(): number {
    return this.#accepted
  }

  close(): Promise<void> {
    for (const connection of this.#connections) connection.drop()
    for (const socket of this.#stalled) socket.destroy()
    this.#sockets.close()
    this.#http.closeAllConnections()
    return new Promise((resolve) => this.#http.close(() => resolve()))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fate = this.#options.door.restFate()
    if (fate === 'destroy') return void request.socket.destroy()
    const answer = fate ?? this.#options.guests.answer(await readRequest(request))
    response.writeHead(answer.status, { 'Content-Type': 'application/json; charset=utf-8', ...answer.headers })
    response.end(answer.body)
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { clock, door, guests, limits } = this.#options
    socket.on('error', () => socket.destroy())
    const welcome = door.welcome()
    if (welcome === 'refuse') return void socket.destroy()
    if (welcome === 'stall') {
      this.#stall(socket)
      return
    }
    if (welcome === 'ban') {
      reject(socket, '429 Too Many Requests', door.retryAfter)
      return
    }
    if (this.#attempts.add(clock.monotonic()) > limits.connectionAttempts) {
      guests.violation(`more than ${limits.connectionAttempts} handshakes within ${limits.connectionWindowMs} ms`)
      reject(socket, '429 Too Many Requests', Math.ceil(limits.connectionWindowMs / 1000))
      return
    }
    const target = new URL(request.url ?? '/', 'ws://127.0.0.1')
    if (!guests.accepts(target)) {
      reject(socket, '404 Not Found')
      return
    }

    this.#sockets.handleUpgrade(request, socket, head, (opened) => {
      this.#accepted++
      const connection = this.#welcome(opened, request.socket)
      if (welcome === 'storm') connection.drop()
      else guests.opened(connection, target)
    })
  }

  #welcome(socket: VenueSocket, tcp: Socket): Connection {
    const { clock, guests, limits } = this.#options
    const connection = new Connection(this.#accepted, socket, tcp, { clock, unreadBytes: limits.unreadBytes })
    this.#connections.add(connection)
    socket.on('message', (data) => connection.open && guests.heard(connection, String(data)))
    socket.on('ping', (data) => connection.open && guests.controlFrame(connection, 'ping', String(data)))
    socket.on('pong', (data) => connection.open && guests.controlFrame(connection, 'pong', String(data)))
    // A broken frame: `ws` closes the socket itself.
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#connections.delete(connection)
      connection.ended()
      guests.closed(connection)
    })
    return connection
  }

  /** The TCP connection stands, and no answer ever comes. */
  #stall(socket: Duplex): void {
    this.#stalled.add(socket)
    socket.on('close', () => this.#stalled.delete(socket))
  }
}

function reject(socket: Duplex, status: string, retryAfter?: number): void {
  const header = retryAfter === undefined ? '' : `Retry-After: ${retryAfter}\r\n`
  socket.end(`HTTP/1.1 ${status}\r\n${header}Connection: close\r\nContent-Length: 0\r\n\r\n`)
}
