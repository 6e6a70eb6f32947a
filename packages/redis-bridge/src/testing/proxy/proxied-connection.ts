import { createConnection, type Socket } from 'node:net'
import type { Clock } from '@md/types'
import { DelayedFlow } from './delayed-flow.ts'

export interface ConnectionParts {
  readonly client: Socket
  readonly target: { readonly host: string; readonly port: number }
  readonly clock: Clock
  readonly delayMs: () => number
  /** Of what is about to reach the client: how many bytes are the last, or nothing when more may come. */
  readonly lastOf: (connection: ProxiedConnection, bytes: number) => number | undefined
  readonly onPassed: (way: 'toTarget' | 'toClient', bytes: number) => void
  readonly onClosed: (connection: ProxiedConnection) => void
}

/** A client's socket, the one that is opened to the target for it, and what flows between them. */
export class ProxiedConnection {
  readonly #parts: ConnectionParts
  #flows: readonly DelayedFlow[] = []
  #upstream: Socket | undefined
  #isClosed = false

  constructor(parts: ConnectionParts) {
    this.#parts = parts
    this.#watch(parts.client)
  }

  /** Nothing comes through a held connection; the target does not even hear of one that was held from its beginning. */
  hold(held: boolean): void {
    if (this.#isClosed) return
    if (!held && this.#upstream === undefined) this.#join()
    for (const flow of this.#flows) flow.hold(held)
  }

  cut(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const flow of this.#flows) flow.stop()
    this.#parts.client.destroy()
    this.#upstream?.destroy()
    this.#parts.onClosed(this)
  }

  #join(): void {
    const { client, clock, delayMs, lastOf, onPassed, target } = this.#parts
    const upstream = createConnection({ ...target, allowHalfOpen: true, noDelay: true })
    this.#upstream = upstream
    this.#watch(upstream)
    const common = { clock, delayMs, onLast: () => this.cut() }
    this.#flows = [
      new DelayedFlow({
        ...common,
        from: client,
        to: upstream,
        lastOf: () => undefined,
        onPassed: (bytes) => onPassed('toTarget', bytes),
      }),
      new DelayedFlow({
        ...common,
        from: upstream,
        to: client,
        lastOf: (bytes) => lastOf(this, bytes),
        onPassed: (bytes) => onPassed('toClient', bytes),
      }),
    ]
  }

  /** When one socket ends well, the other still has to bring what is under way. */
  #watch(socket: Socket): void {
    socket.on('error', () => this.cut())
    socket.once('close', () => {
      if (this.#parts.client.closed && this.#upstream?.closed !== false) this.cut()
    })
  }
}
