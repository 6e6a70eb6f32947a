import { isUtf8 } from 'node:buffer'
import type { OpenSocket, SocketEvents } from '@md/adapter-core'
import type { Happening } from '../entry.ts'
import { redactFrame, redactUrl } from './redact.ts'
import type { TapClock } from './tap-clock.ts'

/** Opens sockets as `open` does, and writes down what goes over them before the adapter sees it. */
export function tapSockets(open: OpenSocket, clock: TapClock): OpenSocket {
  let dialled = 0
  return (url, maxPayload, events) => {
    dialled += 1
    const id = dialled
    clock.effect({ kind: 'dial', socket: id, url: redactUrl(url) })
    const socket = open(url, maxPayload, tapEvents(id, events, clock))
    return {
      send: (text) => {
        clock.effect({ kind: 'out', socket: id, text: redactFrame(text) })
        socket.send(text)
      },
      ping: () => {
        clock.effect({ kind: 'ping-out', socket: id })
        socket.ping()
      },
      pong: (payload) => {
        clock.effect({ kind: 'pong-out', socket: id, base64: payload.toString('base64') })
        socket.pong(payload)
      },
      close: () => {
        clock.effect({ kind: 'close', socket: id })
        socket.close()
      },
      terminate: () => {
        clock.effect({ kind: 'terminate', socket: id })
        socket.terminate()
      },
    }
  }
}

const tapEvents = (socket: number, events: SocketEvents, clock: TapClock): SocketEvents => ({
  open: () => {
    clock.cause({ kind: 'open', socket })
    events.open()
  },
  frame: (data, binary) => {
    clock.cause(frameHappening(socket, data, binary))
    events.frame(data, binary)
  },
  ping: (payload) => {
    clock.cause({ kind: 'ping-in', socket, base64: payload.toString('base64') })
    events.ping(payload)
  },
  pong: () => {
    clock.cause({ kind: 'pong-in', socket })
    events.pong()
  },
  end: (reason) => {
    clock.cause({ kind: 'end', socket, reason })
    events.end(reason)
  },
})

const frameHappening = (socket: number, data: Buffer, binary: boolean): Happening =>
  binary || !isUtf8(data)
    ? { kind: 'in-bytes', socket, base64: data.toString('base64'), binary }
    : { kind: 'in', socket, text: data.toString() }
