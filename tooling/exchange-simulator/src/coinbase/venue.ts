import type { Market, MarketStep } from '../market/market.ts'
import type { Connection } from '../server/connection.ts'
import type { RestAnswer, RestRequest } from '../server/rest.ts'
import type { Venue, VenueContext } from '../venue.ts'
import { authenticationFault } from './auth.ts'
import { type ChannelName, channelNamed, NEEDS_KEY, NOT_SIMULATED, Subscriptions } from './channels.ts'
import { ProductFeed } from './feeds.ts'
import { error } from './frames.ts'
import { statusFrame } from './products.ts'
import { type Auth, type Request, readRequest, type Want } from './requests.ts'
import { CoinbaseRest } from './rest.ts'

const KEY_REQUIRED = 'level2, level3, and full channels now require authentication.'
const STATUS_EVERY_MS = 5000

/** Coinbase Exchange: the public feed and public REST. */
export class CoinbaseVenue implements Venue {
  readonly #context: VenueContext
  readonly #rest: CoinbaseRest
  readonly #feeds = new Map<string, ProductFeed>()
  readonly #clients = new Map<Connection, Subscriptions>()
  #silent = false

  constructor(context: VenueContext) {
    this.#context = context
    this.#rest = new CoinbaseRest(context)
  }

  accepts({ pathname }: URL): boolean {
    return pathname === '/'
  }

  opened(connection: Connection): void {
    const { limits } = this.#context
    const subscriptions = new Subscriptions()
    this.#clients.set(connection, subscriptions)
    connection.after(limits.lifetimeMs, () => connection.close(1000))
    connection.after(limits.firstSubscribeMs, () => {
      if (subscriptions.asked) return
      this.#context.violation(`no subscribe within ${limits.firstSubscribeMs} ms of connecting`)
      connection.close(1008, 'no subscribe received')
    })
    connection.every(STATUS_EVERY_MS, () => {
      if (subscriptions.products('status').length > 0) this.#sendStatus(connection)
    })
  }

  heard(connection: Connection, text: string): void {
    const subscriptions = this.#clients.get(connection)
    if (!subscriptions) return
    const request = readRequest(text)
    if ('refusal' in request) {
      connection.send(request.refusal)
      return
    }
    if (request.type === 'unsubscribe') {
      this.#unsubscribe(connection, subscriptions, request)
      return
    }
    this.#subscribe(connection, subscriptions, request)
  }

  closed(connection: Connection): void {
    for (const [channel, product] of this.#clients.get(connection)?.pairs() ?? [])
      this.#feeds.get(product)?.leave(channel, connection)
    this.#clients.delete(connection)
  }

  flooded(connection: Connection): void {
    connection.send(error('ErrSlowRead', 'too many messages'))
    connection.close(1008, 'ErrSlowRead')
  }

  moved(market: Market, step: MarketStep): void {
    this.#feeds.get(market.instrument.wire)?.moved(step)
  }

  beat(): void {
    if (this.#silent) return
    for (const feed of this.#feeds.values()) feed.beat()
  }

  answer(request: RestRequest): RestAnswer {
    return this.#rest.answer(request)
  }

  /** Coinbase gives no notice. */
  announceShutdown(): void {}

  stopHeartbeat(stopped: boolean): void {
    this.#silent = stopped
  }

  *subscribers(): Iterable<Connection> {
    for (const [connection, subscriptions] of this.#clients) if (!subscriptions.empty) yield connection
  }

  #subscribe(connection: Connection, subscriptions: Subscriptions, { auth, wants }: Request): void {
    subscriptions.asked = true
    const interference = this.#context.interfere()
    if (interference === 'ignore') return
    // One bad product or channel, and nothing of the message counts.
    const fault = interference === 'refuse' ? refused(wants) : this.#fault(wants, auth)
    if (fault !== undefined) {
      connection.send(fault)
      return
    }

    const added = wants.flatMap((want) => this.#note(subscriptions, want))
    connection.send(subscriptions.frame())
    for (const [channel, wire] of added) {
      if (channel === 'status') this.#sendStatus(connection)
      else this.#feed(wire)?.join(channel, connection)
    }
  }

  #note(subscriptions: Subscriptions, want: Want): readonly (readonly [ChannelName, string])[] {
    const channel = channelNamed(want.channel)
    if (!channel) return []
    const products = channel === 'status' ? [''] : want.products
    return products
      .filter((product) => subscriptions.add(channel, product))
      .map((product) => [channel, product] as const)
  }

  #unsubscribe(connection: Connection, subscriptions: Subscriptions, { wants }: Request): void {
    for (const want of wants) {
      const channel = channelNamed(want.channel)
      if (!channel) continue
      // Without products: all of the channel.
      for (const product of want.products.length > 0 ? want.products : subscriptions.products(channel)) {
        subscriptions.remove(channel, product)
        this.#feeds.get(product)?.leave(channel, connection)
      }
    }
    connection.send(subscriptions.frame())
  }

  /** Why nothing of these is granted. */
  #fault(wants: readonly Want[], auth: Auth): string | undefined {
    const unsigned = authenticationFault(auth, this.#context.credentials, this.#context.clock.now())
    const signs = auth.key ?? auth.passphrase ?? auth.signature
    if (unsigned !== undefined && signs !== undefined) return error('Authentication Failed', unsigned)
    for (const want of wants) {
      const fault = this.#wantFault(want, unsigned === undefined)
      if (fault !== undefined) return error('Failed to subscribe', fault)
    }
    return undefined
  }

  #wantFault({ channel, products }: Want, signed: boolean): string | undefined {
    if (NEEDS_KEY.has(channel) && !signed) return KEY_REQUIRED
    if (NOT_SIMULATED.has(channel) || !channelNamed(channel)) return `${channel} is not a valid channel`
    if (channel === 'status') return undefined
    const unknown = products.find((product) => !this.#context.markets.instrument(product))
    if (unknown !== undefined) return `${unknown} is not a valid product`
    return products.length > 0 ? undefined : 'product_ids must not be empty'
  }

  #feed(wire: string): ProductFeed | undefined {
    const held = this.#feeds.get(wire)
    if (held) return held
    const market = this.#context.markets.byWire(wire)
    if (!market) return undefined
    const feed = new ProductFeed(market, this.#context)
    this.#feeds.set(wire, feed)
    return feed
  }

  #sendStatus(connection: Connection): void {
    connection.send(statusFrame([...this.#context.markets.instruments]))
  }
}

const refused = ([want]: readonly Want[]): string =>
  error('Failed to subscribe', `${want?.products[0] ?? ''} is not a valid product`)
