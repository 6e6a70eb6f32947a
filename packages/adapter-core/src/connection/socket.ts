import type { IncomingMessage } from 'node:http'
import type { createConnection, TcpNetConnectOpts } from 'node:net'
import { WebSocket } from 'ws'
import { dial } from './dial.ts'
import { readFrames } from './read-frames.ts'

/** One WebSocket, as far as a session needs it. */
export interface Socket {
  send(text: string): void
  ping(): void
  pong(payload: Buffer): void
  /** Asks for an orderly end. */
  close(): void
  /** Ends now. */
  terminate(): void
}

export interface SocketEvents {
  open(): void
  /** The memory of `data` is used again as soon as this returns. */
  frame(data: Buffer, binary: boolean): void
  ping(payload: Buffer): void
  pong(): void
  /** Exactly once, whatever happened. */
  end(reason: string): void
}

export type OpenSocket = (url: string, maxPayload: number, events: SocketEvents) => Socket

const UNAVAILABLE_FOR_LEGAL_REASONS = 451

/**
 * A socket of `ws`, which alone this file knows: it shakes hands, sends, and minds pings, closing and every rule. Messages
 * in one frame go round it, straight from the memory they were read into. Never throws out of an event handler.
 */
export const openSocket: OpenSocket = (url, maxPayload, events) => {
  const secure = url.startsWith('wss:')
  const openStream = (options: TcpNetConnectOpts) =>
    dial(
      options,
      secure,
      readFrames(() => socket, maxPayload, events.frame),
    )
  // The session answers pings itself: on some venues a pong counts as a message.
  const socket = new WebSocket(url, {
    autoPong: false,
    perMessageDeflate: false,
    maxPayload,
    // `ws` calls it with options alone.
    createConnection: openStream as typeof createConnection,
  })
  let problem: string | undefined

  socket.on('open', events.open)
  // What came in several frames.
  socket.on('message', (data, binary) => events.frame(data as Buffer, binary))
  socket.on('ping', events.ping)
  socket.on('pong', events.pong)
  socket.on('unexpected-response', (_, response) => {
    problem = refusal(response)
    socket.terminate()
  })
  socket.on('error', (error) => {
    problem ??= describe(error)
  })
  socket.on('close', (code, reason) => {
    events.end(problem ?? closing(code, reason.toString()))
  })

  return {
    send: (text) => socket.send(text, ignoreLateFailure),
    ping: () => socket.ping(undefined, undefined, ignoreLateFailure),
    pong: (payload) => socket.pong(payload, undefined, ignoreLateFailure),
    close: () => socket.close(1000),
    terminate: () => socket.terminate(),
  }
}

/** A send on a socket that is just ending fails; the end itself is what gets reported. */
const ignoreLateFailure = () => undefined

/** RFC 6455: nobody sends 1006, it stands for an end without a close frame. */
const DROPPED = 1006

const closing = (code: number, reason: string): string =>
  code === DROPPED ? 'dropped without a closing word (1006)' : `closed by the exchange (${`${code} ${reason}`.trim()})`

function refusal(response: IncomingMessage): string {
  const status = response.statusCode ?? 0
  if (status === UNAVAILABLE_FOR_LEGAL_REASONS)
    return 'refused with HTTP 451: the exchange does not serve this location'
  const retry = response.headers['retry-after']
  return `refused with HTTP ${status}${retry === undefined ? '' : `, retry after ${retry} s`}`
}

/** What a system error means to somebody who does not know its code. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name cannot be resolved; is there a network?',
  EAI_AGAIN: 'its name cannot be resolved; is there a network?',
  ENETUNREACH: 'there is no route to it; is there a network?',
  ECONNREFUSED: 'nobody listens there',
  ETIMEDOUT: 'no answer',
}

/** Several addresses tried make an AggregateError, which has a code and no message. */
function describe(error: Error & { code?: string }): string {
  const meaning = UNREACHABLE[error.code ?? '']
  const words = error.message === '' ? (error.code ?? error.name) : error.message
  return meaning === undefined ? words : `the exchange cannot be reached: ${meaning} (${words})`
}
