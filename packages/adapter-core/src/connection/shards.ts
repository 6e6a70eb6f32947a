import { RollingWindow } from '@md/runtime'
import { ConnectionState, requestKey } from '@md/types'
import type { AdapterSettings } from '../options.ts'
import type { ExchangeProtocol, WireRequest } from '../protocol.ts'
import type { Line } from './line.ts'
import { Shard, type ShardEvents } from './shard.ts'

/** As many sockets as the subscriptions need: none carries more than the venue allows. */
export class Shards {
  readonly #protocol: ExchangeProtocol
  readonly #settings: AdapterSettings
  readonly #events: ShardEvents
  readonly #dials: RollingWindow | undefined
  readonly #shards = new Set<Shard>()
  readonly #closing = new Set<Promise<void>>()
  #lastLineId = 0

  constructor(protocol: ExchangeProtocol, settings: AdapterSettings, events: ShardEvents) {
    this.#protocol = protocol
    this.#settings = settings
    this.#events = events
    this.#dials = protocol.limits.dials && new RollingWindow(protocol.limits.dials, settings.clock)
  }

  get all(): ReadonlySet<Shard> {
    return this.#shards
  }

  get openSockets(): number {
    return [...this.#shards].filter(({ status }) => status.state === ConnectionState.CONNECTED).length
  }

  /** Opens the first socket, or as many as the subscriptions taken so far need. */
  start(requests: Iterable<WireRequest>): void {
    for (const request of requests) this.#placeFor(request).add(request)
    if (this.#shards.size === 0) this.#create()
    for (const shard of this.#shards) shard.start()
  }

  add(request: WireRequest): void {
    const shard = this.#placeFor(request)
    shard.add(request)
    shard.start()
  }

  /** The first shard stays open without subscriptions; others are closed. */
  remove(key: string): void {
    const shard = this.of(key)
    if (shard === undefined) return
    shard.remove(key)
    if (shard.size === 0 && this.#shards.size > 1) void this.#close(shard, 'nothing is subscribed on it any more')
  }

  of(key: string): Shard | undefined {
    for (const shard of this.#shards) if (shard.has(key)) return shard
    return undefined
  }

  withLine(line: Line): Shard | undefined {
    for (const shard of this.#shards) if (shard.current === line) return shard
    return undefined
  }

  /** Resolves when every socket is closed, those given up before included. */
  async stop(): Promise<void> {
    for (const shard of [...this.#shards]) void this.#close(shard, 'disconnect() was called')
    await Promise.all(this.#closing)
  }

  #close(shard: Shard, reason: string): Promise<void> {
    this.#shards.delete(shard)
    const closing = shard.stop(reason).finally(() => this.#closing.delete(closing))
    this.#closing.add(closing)
    return closing
  }

  #placeFor(request: WireRequest): Shard {
    const key = requestKey(request)
    for (const shard of this.#shards) {
      const room = shard.size < this.#protocol.limits.subscriptionsPerSocket
      if (shard.has(key) || (room && !this.#excluded(request, shard))) return shard
    }
    return this.#create()
  }

  #excluded(request: WireRequest, shard: Shard): boolean {
    const exclusiveOf = this.#protocol.exclusiveOf?.bind(this.#protocol)
    const mine = exclusiveOf?.(request)
    if (mine === undefined) return false
    for (const other of shard.requests()) if (exclusiveOf?.(other) === mine) return true
    return false
  }

  #create(): Shard {
    const shard = new Shard({
      protocol: this.#protocol,
      settings: this.#settings,
      dials: this.#dials,
      nextLineId: () => {
        this.#lastLineId += 1
        return this.#lastLineId
      },
      events: this.#events,
    })
    this.#shards.add(shard)
    return shard
  }
}
