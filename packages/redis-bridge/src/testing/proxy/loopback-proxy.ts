import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '@md/types'
import { LOOPBACK } from '../server/free-port.ts'
import { ByteLimit } from './byte-limit.ts'
import { ProxiedConnection } from './proxied-connection.ts'
import type { ProxyCounters, ProxyTarget, TcpProxy } from './tcp-proxy.ts'

export class LoopbackProxy implements TcpProxy {
  readonly host = LOOPBACK
  readonly port: number
  readonly url: string
  readonly #target: ProxyTarget
  readonly #clock: Clock
  readonly #connections = new Set<ProxiedConnection>()
  readonly #counted = { accepted: 0, toTarget: 0, toClient: 0 }
  #server: Server | undefined
  #limit: ByteLimit<ProxiedConnection> | undefined
  #delayMs = 0
  #isHolding = false
  #isStopped = false

  constructor(target: ProxyTarget, port: number, clock: Clock) {
    this.port = port
    this.url = `redis://${LOOPBACK}:${port}`
    this.#target = target
    this.#clock = clock
  }

  get counters(): ProxyCounters {
    return { ...this.#counted, open: this.#connections.size }
  }

  async pass(): Promise<void> {
    if (this.#isStopped) return
    this.#limit = undefined
    this.#isHolding = false
    for (const connection of this.#connections) connection.hold(false)
    if (this.#server === undefined) await this.#listen()
  }

  blackHole(): void {
    this.#isHolding = true
    for (const connection of this.#connections) connection.hold(true)
  }

  cut(): void {
    for (const connection of this.#connections) connection.cut()
  }

  refuse(): void {
    this.#server?.close()
    this.#server = undefined
  }

  delay(ms: number): void {
    this.#delayMs = ms
  }

  cutAfterBytes(count: number): void {
    this.#limit = new ByteLimit(count)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    const server = this.#server
    this.refuse()
    this.cut()
    if (server !== undefined) await once(server, 'close')
  }

  async #listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client))
    this.#server = server
    try {
      server.listen(this.port, LOOPBACK)
      await once(server, 'listening')
    } catch (error) {
      this.#server = undefined
      throw error
    }
  }

  #accept(client: Socket): void {
    this.#counted.accepted += 1
    const connection = new ProxiedConnection({
      client,
      target: this.#target,
      clock: this.#clock,
      delayMs: () => this.#delayMs,
      lastOf: (one, bytes) => this.#limit?.lastOf(one, bytes),
      onPassed: (way, bytes) => {
        this.#counted[way] += bytes
      },
      onClosed: (one) => this.#connections.delete(one),
    })
    this.#connections.add(connection)
    connection.hold(this.#isHolding)
  }
}
