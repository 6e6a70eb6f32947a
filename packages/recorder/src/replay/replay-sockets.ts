import type { OpenSocket, SocketEvents } from '@md/adapter-core'
import type { Entry } from '../entry.ts'

/** A socket of the recording, and the one of the adapter that hears it. */
interface Recorded {
  readonly id: number
  opened: boolean
  listener: ReplaySocket | undefined
}

interface ReplaySocket {
  readonly events: SocketEvents
  ended: boolean
}

/** Sockets that say what the recorded ones said. The first that the adapter dials hears the first that was dialled. */
export class ReplaySockets {
  /** Dialled by the adapter, and not yet by the recording. */
  readonly #waiting: ReplaySocket[] = []
  readonly #recorded = new Map<number, Recorded>()
  readonly #after: (ms: number, task: () => void) => void
  #unheard = 0

  /** @param after runs a task by the time of the recording */
  constructor(after: (ms: number, task: () => void) => void) {
    this.#after = after
  }

  /** Frames on sockets that the adapter has not dialled. */
  get unheard(): number {
    return this.#unheard
  }

  readonly open: OpenSocket = (_url, _maxPayload, events) => {
    const socket: ReplaySocket = { events, ended: false }
    this.#listen(socket)
    return {
      send: () => undefined,
      ping: () => undefined,
      pong: () => undefined,
      close: () => undefined,
      terminate: () => this.#terminated(socket),
    }
  }

  deliver(entry: Entry): void {
    switch (entry.kind) {
      case 'dial':
        this.#recorded.set(entry.socket, { id: entry.socket, opened: false, listener: this.#waiting.shift() })
        break
      case 'open':
        this.#opened(entry.socket)
        break
      case 'in':
        this.#listener(entry.socket)?.events.frame(Buffer.from(entry.text), false)
        break
      case 'in-bytes':
        this.#listener(entry.socket)?.events.frame(Buffer.from(entry.base64, 'base64'), entry.binary)
        break
      case 'ping-in':
        this.#listener(entry.socket)?.events.ping(Buffer.from(entry.base64, 'base64'))
        break
      case 'pong-in':
        this.#listener(entry.socket)?.events.pong()
        break
      case 'end':
        this.#ended(entry.socket, entry.reason)
        break
      default:
    }
  }

  /** The recording is over: whoever waits for a socket to end need not wait any longer. */
  endAll(): void {
    for (const socket of this.#waiting.splice(0)) end(socket, OVER)
    for (const { listener } of this.#recorded.values()) if (listener) end(listener, OVER)
    this.#recorded.clear()
  }

  /** An adapter that dials later than it did then hears the rest of what is being said. */
  #listen(socket: ReplaySocket): void {
    const free = [...this.#recorded.values()].find(({ listener }) => listener === undefined)
    if (free === undefined) {
      this.#waiting.push(socket)
      return
    }
    free.listener = socket
    // The adapter does not have its socket yet.
    if (free.opened) queueMicrotask(() => socket.events.open())
  }

  #opened(id: number): void {
    const recorded = this.#recorded.get(id)
    if (recorded === undefined) return
    recorded.opened = true
    recorded.listener?.events.open()
  }

  #listener(id: number): ReplaySocket | undefined {
    const listener = this.#recorded.get(id)?.listener
    if (listener === undefined) this.#unheard += 1
    return listener?.ended ? undefined : listener
  }

  #ended(id: number, reason: string): void {
    const listener = this.#recorded.get(id)?.listener
    this.#recorded.delete(id)
    if (listener) end(listener, reason)
  }

  /** The recorded end is on its way, unless the adapter did not do then what it does now. */
  #terminated(socket: ReplaySocket): void {
    this.#after(PATIENCE, () => {
      this.#waiting.splice(0, this.#waiting.length, ...this.#waiting.filter((waiting) => waiting !== socket))
      end(socket, 'terminated')
    })
  }
}

/** How long an end that was recorded may take to come, in ms. */
const PATIENCE = 1_000

const OVER = 'the recording is over'

function end(socket: ReplaySocket, reason: string): void {
  if (socket.ended) return
  socket.ended = true
  socket.events.end(reason)
}
