import { createConnection, type Socket } from 'node:net'
import { type Deferred, deferred } from '@md/runtime'
import {
  type Balance,
  type Clock,
  type ExecutionVenue,
  type Fill,
  MdError,
  type OrderRequest,
  type OrderState,
  type Outcome,
  type VenueEvent,
} from '@md/types'
import { onLines, writeLine } from './lines.ts'
import type { FromVenue, Question, ToVenue } from './protocol.ts'

export interface RemoteVenueOptions {
  readonly port: number
  readonly clock: Clock
  /** How long the answer to an order or a cancel is waited for, ms. Who asks a question decides that himself. */
  readonly answerMs: number
  /** From sending on, until the venue has an order or will never have it, ms. */
  readonly settleMs: number
}

/** There is no answer. Whether the question arrived, nobody knows. */
class NoAnswerError extends MdError {
  readonly code = 'NO_ANSWER'
  readonly recovery = 'skip'
}

/** A venue in another process, over a socket. */
export class RemoteVenue implements ExecutionVenue {
  readonly #options: RemoteVenueOptions
  readonly #waiting = new Map<number, Deferred<unknown>>()
  #socket: Socket | undefined
  #listener: ((event: VenueEvent) => void) | undefined
  #lastId = 0

  constructor(options: RemoteVenueOptions) {
    this.#options = options
  }

  clientOrderId(botId: string, fence: number, sequence: number): string {
    return [botId, fence.toString(36), sequence.toString(36)].join('-')
  }

  async connect(listener: (event: VenueEvent) => void): Promise<void> {
    await this.disconnect()
    this.#listener = listener
    const socket = createConnection({ port: this.#options.port, host: '127.0.0.1', noDelay: true })
    const opened = deferred<void>()
    socket.once('connect', () => opened.resolve())
    // What it costs is told by `close`, which follows.
    socket.on('error', (error) => opened.reject(error))
    socket.once('close', () => this.#lose(socket))
    onLines<FromVenue>(socket, (message) => this.#hear(message))
    await opened.promise
    this.#socket = socket
    await this.#ask({ call: 'connect' })
  }

  async disconnect(): Promise<void> {
    const socket = this.#socket
    this.#listener = undefined
    if (socket === undefined) return
    await this.#ask({ call: 'disconnect' })
    this.#socket = undefined
    socket.end()
  }

  async place(order: OrderRequest): Promise<Outcome> {
    const sentAt = this.#options.clock.now()
    if (this.#socket === undefined)
      return {
        outcome: 'rejected',
        code: 'other',
        message: `${order.clientOrderId} was not sent: there is no connection`,
      }
    return this.#outcome({ call: 'place', order, sentAt }, sentAt)
  }

  cancel(symbol: string, clientOrderId: string): Promise<Outcome> {
    return this.#outcome({ call: 'cancel', symbol, clientOrderId }, this.#options.clock.now())
  }

  async find(symbol: string, clientOrderId: string): Promise<OrderState | undefined> {
    return (await this.#ask({ call: 'find', symbol, clientOrderId })) as OrderState | undefined
  }

  async openOrders(): Promise<readonly OrderState[]> {
    return (await this.#ask({ call: 'openOrders' })) as readonly OrderState[]
  }

  async fills(symbol: string, since: number): Promise<readonly Fill[]> {
    return (await this.#ask({ call: 'fills', symbol, since })) as readonly Fill[]
  }

  async balances(): Promise<readonly Balance[]> {
    return (await this.#ask({ call: 'balances' })) as readonly Balance[]
  }

  /** Tells the venue that a halt was acknowledged. Resolves when it knows. */
  async tellHalted(): Promise<void> {
    await this.#ask({ call: 'halted' })
  }

  async #outcome(question: Question, sentAt: number): Promise<Outcome> {
    const { answerMs, clock, settleMs } = this.#options
    const late = deferred<Outcome>()
    const unknown: Outcome = { outcome: 'unknown', settledBy: sentAt + settleMs }
    const cancel = clock.after(answerMs, () => late.resolve(unknown))
    try {
      return await Promise.race([this.#ask(question) as Promise<Outcome>, late.promise])
    } catch {
      // Refused by a venue in trouble, or lost with the connection: what became of it is not known, and that is the answer.
      return unknown
    } finally {
      cancel()
    }
  }

  /** @throws NoAnswerError */
  async #ask(question: Question): Promise<unknown> {
    const socket = this.#socket
    if (socket === undefined) throw new NoAnswerError(`${question.call} was not sent: there is no connection`)
    this.#lastId += 1
    const id = this.#lastId
    const answer = deferred<unknown>()
    this.#waiting.set(id, answer)
    writeLine<ToVenue>(socket, { ...question, id })
    try {
      return await answer.promise
    } finally {
      this.#waiting.delete(id)
    }
  }

  #hear(message: FromVenue): void {
    if (message.type === 'event') {
      this.#listener?.(message.event)
      return
    }
    const waiting = this.#waiting.get(message.id)
    if (message.type === 'answer') waiting?.resolve(message.value)
    else waiting?.reject(new NoAnswerError(message.reason))
  }

  #lose(socket: Socket): void {
    if (this.#socket !== socket) return
    this.#socket = undefined
    const reason = 'the connection to the venue has ended'
    for (const waiting of this.#waiting.values()) waiting.reject(new NoAnswerError(reason))
    this.#listener?.({ type: 'connectivity', data: { connected: false, reason } })
  }
}
