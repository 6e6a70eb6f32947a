import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { type ExecutionVenue, type OrderRequest, type Outcome, reportOf, type VenueEvent } from '@md/types'
import { onLines, writeLine } from './lines.ts'
import type { FromVenue, ToVenue } from './protocol.ts'

/** A venue behind a server. */
export type ServedVenue = Omit<ExecutionVenue, 'place' | 'clientOrderId'> & {
  /** What never resolves is never answered. @param sentAt ms since the epoch, as the sender says */
  place(order: OrderRequest, sentAt: number): Promise<Outcome>
}

export interface VenueServerOptions {
  readonly venue: ServedVenue
  readonly onHalted?: () => void
}

/** A venue for other processes, one at a time. It stays, with every order, when they end. */
export class VenueServer {
  readonly #options: VenueServerOptions
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #connected: Socket | undefined

  private constructor(options: VenueServerOptions) {
    this.#options = options
    this.#server = createServer({ noDelay: true }, (socket) => this.#take(socket))
  }

  static async start(options: VenueServerOptions): Promise<VenueServer> {
    const server = new VenueServer(options)
    server.#server.listen(0, '127.0.0.1')
    await once(server.#server, 'listening')
    return server
  }

  get port(): number {
    const address = this.#server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await this.#options.venue.disconnect()
  }

  #take(socket: Socket): void {
    this.#sockets.add(socket)
    // A process that was killed resets its connection.
    socket.on('error', () => socket.destroy())
    socket.once('close', () => void this.#lose(socket))
    onLines<ToVenue>(socket, (message) => void this.#answer(socket, message))
  }

  async #lose(socket: Socket): Promise<void> {
    this.#sockets.delete(socket)
    if (this.#connected !== socket) return
    this.#connected = undefined
    await this.#options.venue.disconnect()
  }

  async #answer(socket: Socket, message: ToVenue): Promise<void> {
    const { id } = message
    try {
      this.#say(socket, { type: 'answer', id, value: await this.#ask(socket, message) })
    } catch (error) {
      this.#say(socket, { type: 'failed', id, reason: reportOf(error).message })
    }
  }

  #ask(socket: Socket, message: ToVenue): Promise<unknown> {
    const { venue } = this.#options
    switch (message.call) {
      case 'connect':
        this.#connected = socket
        return venue.connect((event: VenueEvent) => this.#say(socket, { type: 'event', event }))
      case 'disconnect':
        return this.#lose(socket)
      case 'place':
        return venue.place(message.order, message.sentAt)
      case 'cancel':
        return venue.cancel(message.symbol, message.clientOrderId)
      case 'find':
        return venue.find(message.symbol, message.clientOrderId)
      case 'openOrders':
        return venue.openOrders()
      case 'fills':
        return venue.fills(message.symbol, message.since)
      case 'balances':
        return venue.balances()
      case 'halted':
        return Promise.resolve(this.#options.onHalted?.())
    }
  }

  #say(socket: Socket, message: FromVenue): void {
    if (!socket.destroyed) writeLine(socket, message)
  }
}
