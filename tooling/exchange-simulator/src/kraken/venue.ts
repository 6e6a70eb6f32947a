import type { Market, MarketStep } from '../market/market.ts'
import type { Connection } from '../server/connection.ts'
import type { RestAnswer, RestRequest } from '../server/rest.ts'
import type { Venue, VenueContext } from '../venue.ts'
import { failure, pong, success, type Times } from './answers.ts'
import { PairFeed } from './feeds.ts'
import * as frames from './frames.ts'
import { instrumentSnapshot } from './instruments.ts'
import { type RequestId, readRequest, type Subscribe } from './requests.ts'
import { KrakenRest } from './rest.ts'
import { type Asked, acknowledged, parameterFault, streamKey, symbolFault } from './subscription.ts'

interface Client {
  /** By channel and symbol: a second depth or interval of the same is refused. */
  readonly subscriptions: Map<string, { readonly asked: Asked; readonly symbol: string }>
  readonly connectionId: bigint
  heardAt: number
}

/** Kraken spot, WebSocket v2 and public REST. */
export class KrakenVenue implements Venue {
  readonly #context: VenueContext
  readonly #rest: KrakenRest
  readonly #feeds = new Map<string, PairFeed>()
  readonly #clients = new Map<Connection, Client>()
  #silent = false

  constructor(context: VenueContext) {
    this.#context = context
    this.#rest = new KrakenRest(context)
  }

  accepts({ pathname }: URL): boolean {
    return pathname === '/v2'
  }

  opened(connection: Connection): void {
    const { clock, limits, random } = this.#context
    // Above 2^53 on purpose: a client that reads it as a double loses digits.
    const connectionId = (1n << 60n) + BigInt(random.integer(0, 2 ** 32)) * 1_000_003n
    const client: Client = { subscriptions: new Map(), connectionId, heardAt: clock.monotonic() }
    this.#clients.set(connection, client)
    connection.send(frames.status('online', connectionId))
    connection.after(limits.lifetimeMs, () => connection.close(1000))
    connection.every(limits.heartbeatMs, () => this.#beat(connection, client))
  }

  heard(connection: Connection, text: string): void {
    const client = this.#clients.get(connection)
    if (!client) return
    client.heardAt = this.#context.clock.monotonic()
    const timeIn = this.#context.clock.now()
    const request = readRequest(text)
    switch (request.method) {
      case 'ping':
        connection.send(pong(this.#times(timeIn), request.id))
        break
      case 'faulty':
        connection.send(failure(request.named, request.fault, { at: this.#times(timeIn), id: request.id }))
        break
      case 'subscribe':
        this.#subscribe(connection, client, request, timeIn)
        break
      case 'unsubscribe':
        this.#unsubscribe(connection, client, request, timeIn)
        break
    }
  }

  closed(connection: Connection): void {
    for (const { asked, symbol } of this.#clients.get(connection)?.subscriptions.values() ?? [])
      this.#feeds.get(symbol)?.leave(asked, connection)
    this.#clients.delete(connection)
  }

  flooded(connection: Connection): void {
    const now = this.#context.clock.now()
    connection.send(failure('', 'Exceeded msg rate', { at: this.#times(now), id: undefined }))
  }

  moved(market: Market, step: MarketStep): void {
    this.#feeds.get(market.instrument.symbol)?.moved(step)
  }

  answer(request: RestRequest): RestAnswer {
    return this.#rest.answer(request)
  }

  announceShutdown(connection: Connection): void {
    const client = this.#clients.get(connection)
    if (client) connection.send(frames.status('maintenance', client.connectionId))
  }

  stopHeartbeat(stopped: boolean): void {
    this.#silent = stopped
  }

  *subscribers(): Iterable<Connection> {
    for (const [connection, { subscriptions }] of this.#clients) if (subscriptions.size > 0) yield connection
  }

  #beat(connection: Connection, client: Client): void {
    const { clock, limits } = this.#context
    const now = clock.monotonic()
    if (client.subscriptions.size > 0) {
      const quiet = now - connection.lastSentAt >= limits.heartbeatMs * 0.9
      if (quiet && !this.#silent) connection.send(frames.HEARTBEAT)
    } else if (now - Math.max(client.heardAt, connection.openedAt) >= limits.idleMs) {
      connection.close(1000, 'idle')
    }
  }

  #subscribe(connection: Connection, client: Client, request: Subscribe, timeIn: number): void {
    const interference = this.#context.interfere()
    if (interference === 'ignore') return
    const { asked, id } = request
    // One answer per symbol, each on its own: some may be granted and others not.
    for (const symbol of asked.channel === 'instrument' ? [''] : request.symbols) {
      const fault =
        interference === 'refuse' ? `Currency pair not supported ${symbol}` : this.#fault(client, asked, symbol)
      if (fault === undefined) this.#grant(connection, client, { asked, symbol, id, timeIn })
      else this.#refuse(connection, 'subscribe', { fault, symbol, id, timeIn })
    }
  }

  #fault({ subscriptions }: Client, asked: Asked, symbol: string): string | undefined {
    const unlisted =
      symbol === '' ? undefined : symbolFault(symbol, this.#context.markets.instrument(symbol) !== undefined)
    const held = subscriptions.has(`${asked.channel} ${symbol}`) ? 'Already subscribed' : undefined
    return unlisted ?? parameterFault(asked) ?? held
  }

  #grant(connection: Connection, client: Client, { asked, id, symbol, timeIn }: Grant): void {
    client.subscriptions.set(`${asked.channel} ${symbol}`, { asked, symbol })
    connection.send(success('subscribe', acknowledged(asked, symbol), this.#times(timeIn), id))
    if (asked.channel !== 'instrument') this.#feed(symbol)?.join(asked, connection)
    else if (asked.snapshot) connection.send(instrumentSnapshot([...this.#context.markets.instruments]))
  }

  /** The depth or interval has to be the one subscribed. */
  #unsubscribe(connection: Connection, client: Client, { asked, id, symbols }: Subscribe, timeIn: number): void {
    for (const symbol of asked.channel === 'instrument' ? [''] : symbols) {
      const key = `${asked.channel} ${symbol}`
      const held = client.subscriptions.get(key)
      if (!held || streamKey(held.asked) !== streamKey(asked)) {
        this.#refuse(connection, 'unsubscribe', { fault: 'Subscription Not Found', symbol, id, timeIn })
        continue
      }
      client.subscriptions.delete(key)
      this.#feeds.get(symbol)?.leave(held.asked, connection)
      connection.send(success('unsubscribe', acknowledged(held.asked, symbol), this.#times(timeIn), id))
    }
  }

  #refuse(connection: Connection, method: string, { fault, id, symbol, timeIn }: Refused): void {
    const about = symbol === '' ? {} : { symbol }
    connection.send(failure(method, fault, { at: this.#times(timeIn), id, ...about }))
  }

  #feed(symbol: string): PairFeed | undefined {
    const held = this.#feeds.get(symbol)
    if (held) return held
    const market = this.#context.markets.byWire(symbol)
    if (!market) return undefined
    const feed = new PairFeed(market, this.#context)
    this.#feeds.set(symbol, feed)
    return feed
  }

  #times(timeIn: number): Times {
    return { in: timeIn, out: this.#context.clock.now() }
  }
}

interface Grant {
  readonly asked: Asked
  readonly symbol: string
  readonly id: RequestId
  readonly timeIn: number
}

interface Refused {
  readonly fault: string
  readonly symbol: string
  readonly id: RequestId
  readonly timeIn: number
}
