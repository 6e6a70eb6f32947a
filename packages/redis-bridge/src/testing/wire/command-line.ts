import { createConnection, type Socket } from 'node:net'
import { type Deferred, deferred } from '@md/runtime'
import { type Clock, MdError } from '@md/types'
import { within } from '../until.ts'
import { RedisReplyError } from './reply-error.ts'
import { encodeCommand, parseReply, type RespArgument, type RespValue } from './resp.ts'

/** The connection a command was sent on closed before its reply came. */
class ConnectionLostError extends MdError {
  readonly code = 'CONNECTION_LOST'
  readonly recovery = 'reconnect'
}

export interface CommandLineOptions {
  readonly host: string
  readonly port: number
  readonly clock: Clock
  readonly password?: string | undefined
  /** For each command, ms. */
  readonly withinMs?: number
}

/** Sends single commands, and nothing of it is shared with the client under test. Connects when asked, and again after a loss. */
export class CommandLine {
  readonly #options: CommandLineOptions
  #socket: Socket | undefined
  #waiting: Deferred<RespValue>[] = []

  constructor(options: CommandLineOptions) {
    this.#options = options
  }

  /** The reply. Rejects with a `RedisReplyError` when it is one, and when none comes in time. */
  async send(args: readonly RespArgument[]): Promise<RespValue> {
    const { clock, host, port, withinMs = 5_000 } = this.#options
    const reply = this.#write(this.#socket ?? this.#open(), args)
    try {
      return await within(`a reply to ${args[0]} from ${host}:${port}`, reply, withinMs, clock)
    } catch (error) {
      // A late reply would be taken for the next one's.
      if (!(error instanceof RedisReplyError)) this.close()
      throw error
    }
  }

  close(): void {
    this.#socket?.destroy()
    this.#lost(this.#socket, 'it was closed here')
  }

  #open(): Socket {
    const { host, port, password } = this.#options
    const socket = createConnection({ host, port, noDelay: true })
    let unread = Buffer.alloc(0)
    let reason = 'the server closed it'
    socket.on('data', (chunk) => {
      unread = this.#read(Buffer.concat([unread, chunk]))
    })
    socket.once('error', (error) => {
      reason = error.message
    })
    socket.once('close', () => this.#lost(socket, reason))
    this.#socket = socket
    // Its failure is the next command's failure too: NOAUTH.
    if (password !== undefined) this.#write(socket, ['AUTH', password]).catch(() => {})
    return socket
  }

  #write(socket: Socket, args: readonly RespArgument[]): Promise<RespValue> {
    const answer = deferred<RespValue>()
    this.#waiting.push(answer)
    socket.write(encodeCommand(args))
    return answer.promise
  }

  /** Answers what is complete and returns the rest. */
  #read(bytes: Buffer): Buffer<ArrayBuffer> {
    let start = 0
    for (let reply = parseReply(bytes); reply; reply = parseReply(bytes, start)) {
      start = reply.end
      const asked = this.#waiting.shift()
      if (reply.value instanceof RedisReplyError) asked?.reject(reply.value)
      else asked?.resolve(reply.value)
    }
    return Buffer.from(bytes.subarray(start))
  }

  #lost(socket: Socket | undefined, reason: string): void {
    if (socket === undefined || this.#socket !== socket) return
    const { host, port } = this.#options
    const waiting = this.#waiting
    this.#waiting = []
    this.#socket = undefined
    const error = new ConnectionLostError(`the connection to ${host}:${port} was lost: ${reason}`, { host, port })
    for (const one of waiting) one.reject(error)
  }
}
