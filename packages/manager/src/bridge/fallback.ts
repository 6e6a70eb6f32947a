import {
  type Clock,
  type ConnectionState,
  type ExchangeId,
  type Gap,
  type Logger,
  type MarketEvent,
  type OrderBook,
  reportOf,
  requestKey,
  type Subscription,
} from '@md/types'
import type { ExchangePool } from '../exchange-pool.ts'
import type { TYPE_OF_CHANNEL } from '../routing/topic.ts'
import type { Source } from '../source.ts'
import type { BridgeSource } from './bridge-source.ts'
import { type OfMarket, Seam, type Side } from './seam.ts'

/** How often it is looked whether the bridge is there, in ms. */
const LOOK_MS = 100

/** Channels that are quiet follow the others of their exchange after this time, in ms. */
const QUIET_MS = 5_000

export interface FallbackParts {
  readonly bridge: BridgeSource
  /** Adapters that are used only while the bridge is away. */
  readonly pool: ExchangePool
  readonly clock: Clock
  readonly logger: Logger
  /** How long the bridge may be away, in ms. */
  readonly afterMs: number
  readonly deliver: (exchange: ExchangeId, event: MarketEvent) => void
}

/** Feeds from the bridge, and while that is away from the exchanges themselves: one listener, nothing twice. */
export class Fallback implements Source {
  readonly #parts: FallbackParts
  readonly #wants = new Map<string, Subscription>()
  readonly #seams = new Map<string, Seam>()
  /** Exchanges that adapters stand in for; when the bridge was first heard of them again, if it was. */
  readonly #direct = new Map<ExchangeId, number | undefined>()
  #awaySince: number | undefined
  #cancelLook: (() => void) | undefined

  constructor(parts: FallbackParts) {
    this.#parts = parts
  }

  async subscribe(want: Subscription): Promise<void> {
    this.#wants.set(wantKey(want), want)
    this.#cancelLook ?? this.#look()
    if (this.#direct.has(want.exchange)) this.#ask(want)
    await this.#parts.bridge.subscribe(want)
  }

  async unsubscribe(want: Subscription): Promise<void> {
    const { bridge, pool } = this.#parts
    this.#wants.delete(wantKey(want))
    this.#seams.delete(wantKey(want))
    await Promise.all([bridge.unsubscribe(want), pool.find(want.exchange)?.unsubscribe(want)])
  }

  /** Nothing is wanted of the exchange any more. */
  async leave(exchange: ExchangeId): Promise<void> {
    for (const [key, want] of this.#wants) {
      if (want.exchange !== exchange) continue
      this.#wants.delete(key)
      this.#seams.delete(key)
    }
    this.#direct.delete(exchange)
    await this.#parts.pool.find(exchange)?.disconnect()
  }

  stop(): void {
    this.#cancelLook?.()
    this.#cancelLook = undefined
    this.#awaySince = undefined
  }

  /** Of the adapter that stands in, if one does. */
  stateOf(exchange: ExchangeId): ConnectionState | undefined {
    return this.#direct.has(exchange) ? this.#parts.pool.find(exchange)?.state : undefined
  }

  orderBook(exchange: ExchangeId, symbol: string): OrderBook | undefined {
    const seam = this.#seams.get(`${exchange} ${requestKey({ channel: 'orderbook', symbol })}`)
    return seam?.active === 'direct' ? this.#parts.pool.find(exchange)?.currentAdapter?.orderBook(symbol) : undefined
  }

  /** What the bridge says. */
  readonly fromBridge = (exchange: ExchangeId, event: MarketEvent): void => {
    if (isOfMarket(event)) this.#admit('bridge', exchange, event)
    else if (event.type === 'gap' ? this.#isHeard('bridge', event.data) : this.stateOf(exchange) !== 'CONNECTED') {
      this.#parts.deliver(exchange, event)
    }
  }

  /** What the adapter says that stands in. */
  readonly fromExchange = (exchange: ExchangeId, event: MarketEvent): void => {
    if (!this.#direct.has(exchange)) return
    if (isOfMarket(event)) this.#admit('direct', exchange, event)
    else if (event.type !== 'gap' || this.#isHeard('direct', event.data)) this.#parts.deliver(exchange, event)
  }

  #admit(side: Side, exchange: ExchangeId, event: OfMarket): void {
    const { clock, deliver } = this.#parts
    const seam = this.#seamOf(eventKey(event))
    const leavesHole = seam.leavesHole(event)
    const isBack = this.#awaySince === undefined
    const isFirst = isBack && this.#direct.has(exchange) && this.#direct.get(exchange) === undefined
    const mayTakeOver = side === 'bridge' ? isBack : isFirst || !isBack
    const verdict = seam.admit(side, event, mayTakeOver)
    if (side === 'bridge' && isFirst && seam.active === 'bridge') this.#direct.set(exchange, clock.now())
    if (verdict === 'drop') return
    for (const one of verdict === 'deliver' ? [event] : this.#transition(side, event, leavesHole))
      deliver(exchange, one)
  }

  /** What begins with the first event of another side. */
  #transition(side: Side, event: OfMarket, leavesHole: boolean): readonly MarketEvent[] {
    if (event.type === 'trade') return side === 'direct' && leavesHole ? [hole(event), event] : [event]
    if (event.type !== 'orderbook' || side === 'direct') return [event]
    return [this.#parts.bridge.restated(event.data.exchange, event.data.symbol) ?? event]
  }

  #isHeard(side: Side, { channel, exchange, symbol }: Gap): boolean {
    const ofMarket = `${exchange} ${channel}:${symbol}`
    for (const [key, { active }] of this.#seams)
      if (key === ofMarket || key.startsWith(`${ofMarket}:`)) return active === side
    return side === 'bridge'
  }

  #look(): void {
    const { afterMs, bridge, clock } = this.#parts
    this.#cancelLook = clock.after(LOOK_MS, () => this.#look())
    if (!bridge.bridge.isReady()) {
      this.#awaySince ??= clock.monotonic()
      if (clock.monotonic() - this.#awaySince >= afterMs) this.#goDirect()
      return
    }
    this.#awaySince = undefined
    for (const [exchange, heardAt] of this.#direct) if (this.#isDone(exchange, heardAt)) this.#goBack(exchange)
  }

  #goDirect(): void {
    const { logger, pool } = this.#parts
    for (const exchange of new Set([...this.#wants.values()].map((want) => want.exchange))) {
      if (!pool.has(exchange)) continue
      const isNew = !this.#direct.has(exchange)
      this.#direct.set(exchange, undefined)
      if (!isNew) continue
      logger.warn({ exchange }, 'the bridge is away: the exchange is asked itself')
      for (const want of this.#wants.values()) if (want.exchange === exchange) this.#ask(want)
    }
  }

  #ask(want: Subscription): void {
    const { logger, pool } = this.#parts
    const failed = (error: unknown) => logger.warn({ want, ...reportOf(error) }, 'the exchange could not stand in')
    pool
      .link(want.exchange)
      .subscribe(want, new AbortController().signal)
      .catch((error: unknown) => {
        // One that was given up because the bridge is back has not failed.
        if (this.#direct.has(want.exchange)) failed(error)
      })
  }

  /** The bridge has to have spoken of the exchange: that it is there alone feeds nobody. */
  #isDone(exchange: ExchangeId, heardAt: number | undefined): boolean {
    if (heardAt === undefined) return false
    const keys = [...this.#wants].filter(([, want]) => want.exchange === exchange).map(([key]) => key)
    const all = keys.every((key) => this.#seamOf(key).active === 'bridge')
    return all || this.#parts.clock.now() - heardAt > QUIET_MS
  }

  #goBack(exchange: ExchangeId): void {
    const { bridge, deliver, logger, pool } = this.#parts
    logger.info({ exchange }, 'the bridge is back: the exchange is left to the host')
    this.#direct.delete(exchange)
    for (const [key, { channel, exchange: of, symbol }] of this.#wants) {
      const seam = this.#seamOf(key)
      if (of !== exchange || seam.active === 'bridge') continue
      seam.returnToBridge()
      const book = channel === 'orderbook' ? bridge.restated(exchange, symbol) : undefined
      if (book !== undefined) deliver(exchange, book)
    }
    void pool.find(exchange)?.disconnect()
  }

  #seamOf(key: string): Seam {
    const seam = this.#seams.get(key) ?? new Seam()
    this.#seams.set(key, seam)
    return seam
  }
}

const wantKey = (want: Subscription): string => `${want.exchange} ${requestKey(want)}`

/** The key of the subscription that an event belongs to. */
function eventKey({ data, type }: OfMarket): string {
  const of = `${data.exchange} ${CHANNEL_OF_TYPE[type]}:${data.symbol}`
  return type === 'candle' ? `${of}:${data.interval}` : of
}

const CHANNEL_OF_TYPE = {
  ticker: 'ticker',
  trade: 'trades',
  candle: 'candles',
  orderbook: 'orderbook',
} as const satisfies {
  readonly [C in Subscription['channel'] as (typeof TYPE_OF_CHANNEL)[C]]: C
}

const isOfMarket = (event: MarketEvent): event is OfMarket => event.type in CHANNEL_OF_TYPE

/** Nobody knows how many trades there were between the two sources. */
const hole = ({ data: { exchange, symbol } }: OfMarket): MarketEvent => ({
  type: 'gap',
  data: { exchange, symbol, channel: 'trades', missed: undefined, recovered: false, cause: 'drop' },
})
