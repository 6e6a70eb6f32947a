import type { Socket } from 'node:net'
import type { Clock } from '@md/types'
import WebSocket from 'ws'
import { RollingWindow } from '../rolling-window.ts'

/** The venue's end of a WebSocket, which can be told not to answer a close frame. */
export class VenueSocket extends WebSocket {
  /** Set by the fault `slow-close`: `ws` answers a close frame by calling `close()`. */
  ignoresClose = false

  override close(code?: number, reason?: string | Buffer): void {
    if (!this.ignoresClose) super.close(code, reason)
  }
}

/** One client, from its handshake to its end. */
export class Connection {
  readonly id: number
  readonly openedAt: number
  /** Client messages of the last second. */
  readonly messages = new RollingWindow(1000)
  readonly #clock: Clock
  readonly #socket: VenueSocket
  readonly #tcp: Socket
  readonly #timers = new Set<() => void>()
  readonly #unreadBytes: number
  #corked = false
  #frozen = false
  lastSentAt: number

  constructor(
    id: number,
    socket: VenueSocket,
    tcp: Socket,
    { clock, unreadBytes }: { clock: Clock; unreadBytes: number },
  ) {
    this.id = id
    this.#socket = socket
    this.#tcp = tcp
    this.#clock = clock
    this.#unreadBytes = unreadBytes
    this.openedAt = clock.monotonic()
    this.lastSentAt = this.openedAt
  }

  get open(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  /** Nothing is read or written any more, though the TCP connection stands. */
  get frozen(): boolean {
    return this.#frozen
  }

  send(frame: string | Buffer): void {
    if (!this.open || this.#frozen) return
    this.lastSentAt = this.#clock.monotonic()
    this.#gather()
    this.#socket.send(frame, { binary: false })
    // A venue does not remember for ever what a client fails to read (Coinbase: ErrSlowConsume).
    if (this.#tcp.writableLength > this.#unreadBytes) this.drop()
  }

  ping(payload: string): void {
    if (this.open && !this.#frozen) this.#socket.ping(payload)
  }

  close(code: number, reason = ''): void {
    if (!this.#frozen) this.#socket.close(code, reason)
  }

  /** A TCP reset: no close frame, no goodbye. */
  drop(): void {
    this.#tcp.resetAndDestroy()
  }

  freeze(): void {
    this.#frozen = true
    this.#socket.pause()
  }

  /** The next close frame of this client is never answered. */
  ignoreClose(): void {
    this.#socket.ignoresClose = true
  }

  /** Ends with the connection. */
  after(ms: number, task: () => void): void {
    if (!Number.isFinite(ms)) return
    const cancel = this.#clock.after(ms, () => {
      this.#timers.delete(cancel)
      task()
    })
    this.#timers.add(cancel)
  }

  /** Runs for as long as the connection lives. */
  every(ms: number, task: () => void): void {
    this.after(ms, () => {
      task()
      this.every(ms, task)
    })
  }

  ended(): void {
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
  }

  /** What is sent in one turn of the event loop leaves in one system call. */
  #gather(): void {
    if (this.#corked) return
    this.#corked = true
    this.#tcp.cork()
    queueMicrotask(() => {
      this.#corked = false
      this.#tcp.uncork()
    })
  }
}
