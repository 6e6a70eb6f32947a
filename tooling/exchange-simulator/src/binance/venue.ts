import type { Market, MarketStep } from '../market/market.ts'
import type { Connection } from '../server/connection.ts'
import type { RestAnswer, RestRequest } from '../server/rest.ts'
import type { Venue, VenueContext } from '../venue.ts'
import { Feeds } from './feeds.ts'
import { type Request, readRequest, refusal, result, streamNames } from './requests.ts'
import { BinanceRest } from './rest.ts'

interface Session {
  /** Whether payloads come wrapped as `{"stream":…,"data":…}`. */
  combined: boolean
  readonly streams: Set<string>
  pongAt: number
  /** What the last ping carried: a pong that does not repeat it keeps nothing alive. */
  pinged: string
}

/** Binance spot: market streams and public REST. */
export class BinanceVenue implements Venue {
  readonly #context: VenueContext
  readonly #feeds: Feeds
  readonly #rest: BinanceRest
  readonly #sessions = new Map<Connection, Session>()
  #pingsStopped = false

  constructor(context: VenueContext) {
    this.#context = context
    this.#feeds = new Feeds(context)
    this.#rest = new BinanceRest(context)
  }

  accepts({ pathname }: URL): boolean {
    return pathname === '/stream' || pathname === '/ws' || pathname.startsWith('/ws/')
  }

  opened(connection: Connection, target: URL): void {
    const { clock, limits } = this.#context
    const session: Session = {
      combined: target.pathname === '/stream',
      streams: new Set(),
      pongAt: clock.monotonic(),
      pinged: '',
    }
    this.#sessions.set(connection, session)
    connection.after(limits.lifetimeMs, () => connection.close(1000))
    connection.every(limits.pingIntervalMs, () => this.#ping(connection, session))

    const names = namesIn(target)
    if (names.length > limits.streamsPerConnection) {
      connection.close(1008, 'Too many streams')
      return
    }
    for (const name of names) this.#join(connection, session, name)
  }

  heard(connection: Connection, text: string): void {
    const session = this.#sessions.get(connection)
    if (!session) return
    const request = readRequest(text)
    if ('refusal' in request) {
      connection.send(request.refusal)
      return
    }
    const answer = this.#handle(connection, session, request)
    if (answer !== undefined) connection.send(answer)
  }

  ponged(connection: Connection, payload: string): void {
    const session = this.#sessions.get(connection)
    if (session?.pinged === payload) session.pongAt = this.#context.clock.monotonic()
  }

  closed(connection: Connection): void {
    for (const name of this.#sessions.get(connection)?.streams ?? []) this.#feeds.leave(name, connection)
    this.#sessions.delete(connection)
  }

  flooded(connection: Connection): void {
    connection.close(1008, 'Too many requests')
  }

  moved(market: Market, step: MarketStep): void {
    this.#feeds.moved(market, step)
  }

  settled(): void {
    this.#feeds.settled(Math.floor(this.#context.clock.now()))
  }

  answer(request: RestRequest): RestAnswer {
    return this.#rest.answer(request)
  }

  announceShutdown(connection: Connection): void {
    const notice = `{"e":"serverShutdown","E":${Math.floor(this.#context.clock.now())}}`
    const combined = this.#sessions.get(connection)?.combined
    connection.send(combined ? `{"stream":"!serverShutdown","data":${notice}}` : notice)
  }

  stopHeartbeat(stopped: boolean): void {
    this.#pingsStopped = stopped
  }

  *subscribers(): Iterable<Connection> {
    for (const [connection, { streams }] of this.#sessions) if (streams.size > 0) yield connection
  }

  #handle(connection: Connection, session: Session, request: Request): string | undefined {
    switch (request.method) {
      case 'SUBSCRIBE':
        return this.#subscribe(connection, session, request)
      case 'UNSUBSCRIBE':
        return this.#unsubscribe(connection, session, request)
      case 'LIST_SUBSCRIPTIONS':
        return result(JSON.stringify([...session.streams]), request.id)
      case 'SET_PROPERTY':
        return this.#setProperty(connection, session, request)
      case 'GET_PROPERTY':
        return request.params[0] === 'combined'
          ? result(String(session.combined), request.id)
          : refusal(0, 'Unknown property', request.id)
    }
  }

  #subscribe(connection: Connection, session: Session, request: Request): string | undefined {
    const interference = this.#context.interfere()
    if (interference === 'ignore') return undefined
    if (interference === 'refuse') return refusal(2, 'Invalid request: refused', request.id)

    const names = streamNames(request)
    if ('refusal' in names) return names.refusal
    const most = this.#context.limits.streamsPerConnection
    if (new Set([...session.streams, ...names]).size > most) {
      this.#context.violation(`more than ${most} streams on one connection`)
      return refusal(2, `Invalid request: a connection can listen to a maximum of ${most} streams`, request.id)
    }
    for (const name of names) this.#join(connection, session, name)
    return result('null', request.id)
  }

  #unsubscribe(connection: Connection, session: Session, request: Request): string {
    const names = streamNames(request)
    if ('refusal' in names) return names.refusal
    for (const name of names) {
      session.streams.delete(name)
      this.#feeds.leave(name, connection)
    }
    return result('null', request.id)
  }

  #setProperty(connection: Connection, session: Session, { id, params }: Request): string {
    const [property, value] = params
    if (typeof property !== 'string') return refusal(2, 'Invalid request: property name must be a string', id)
    if (property !== 'combined') return refusal(0, 'Unknown property', id)
    if (typeof value !== 'boolean') return refusal(1, 'Invalid value type: expected Boolean', id)

    session.combined = value
    for (const name of session.streams) this.#feeds.join(name, connection, value)
    return result('null', id)
  }

  #join(connection: Connection, session: Session, name: string): void {
    session.streams.add(name)
    this.#feeds.join(name, connection, session.combined)
  }

  #ping(connection: Connection, session: Session): void {
    const { clock, limits } = this.#context
    if (clock.monotonic() - session.pongAt > limits.pongTimeoutMs) {
      connection.close(1008, 'Pong timeout')
      return
    }
    if (this.#pingsStopped) return
    session.pinged = String(Math.floor(clock.now()))
    connection.ping(session.pinged)
  }
}

/** `/ws/a/b` and `/stream?streams=a/b`. */
function namesIn({ pathname, searchParams }: URL): readonly string[] {
  const listed =
    pathname === '/stream' ? (searchParams.get('streams') ?? '') : decodeURIComponent(pathname.slice('/ws'.length))
  return listed.split('/').filter((name) => name !== '')
}
