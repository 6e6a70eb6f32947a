import { sleep } from '@md/runtime'
import { type Decimal, type ExchangeId, type Instrument, reportOf, type VenueEvent } from '@md/types'
import { exact, toDecimal } from '../decimal/exact.ts'
import { reconcile } from '../orders/reconcile.ts'
import { shortages } from '../orders/shortages.ts'
import type { BotCore } from './bot-core.ts'
import type { Input } from './input.ts'
import { marketKey } from './market-watch.ts'
import type { BotOptions, TradingAccount } from './options.ts'
import type { World } from './world.ts'

/** How long after an audit that failed the next one comes, ms. */
const AUDIT_RETRY_MS = 30_000

export interface VenueSideParts {
  readonly options: BotOptions
  readonly core: BotCore
  readonly world: World
  readonly post: (input: Input) => void
  /** Aborted when the bot ends. */
  readonly signal: AbortSignal
}

/** What the venues say of a bot, and whether they agree with what it remembers. */
export class VenueSide {
  readonly #parts: VenueSideParts
  readonly #joined = new Map<TradingAccount, (event: VenueEvent) => void>()
  #auditing: Promise<void> | undefined
  #isAskedAgain = false

  constructor(parts: VenueSideParts) {
    this.#parts = parts
  }

  get audited(): Promise<void> | undefined {
    return this.#auditing
  }

  async join(): Promise<void> {
    const { core, options } = this.#parts
    for (const account of options.accounts) {
      if (this.#joined.has(account)) continue
      for (const { request } of core.bot.orders.open)
        if (request.exchange === account.exchange) account.hub.own(options.id, request.clientOrderId)
      const listener = (event: VenueEvent) => this.#hear(account, event)
      await account.hub.join(options.id, listener, this.#assets)
      this.#joined.set(account, listener)
      if (this.#parts.signal.aborted) return this.leave()
    }
  }

  /** What the bot pays and is paid with. */
  get #assets(): ReadonlySet<string> {
    const { instruments, watches } = this.#parts.core.bot
    return new Set([...watches.keys()].flatMap((key) => pairOf(instruments.get(key))))
  }

  async leave(): Promise<void> {
    const joined = [...this.#joined]
    this.#joined.clear()
    await Promise.all(joined.map(([account, listener]) => this.#leave(account, listener)))
  }

  /** A bot that ends does so whatever its venue says. */
  async #leave({ exchange, hub }: TradingAccount, listener: (event: VenueEvent) => void): Promise<void> {
    const { id, logger } = this.#parts.options
    try {
      await hub.leave(id, listener)
    } catch (error) {
      logger.warn({ botId: id, exchange, ...reportOf(error) }, 'a venue could not be left')
    }
  }

  /** @throws ReconcileError: nothing leaves until it works */
  async reconcile(): Promise<void> {
    for (const account of this.#parts.options.accounts) await this.#reconcile(account)
    const reason = 'orders, fills and balances agree with the venue'
    this.#parts.post({ type: 'reconciled', ok: true, reason })
  }

  /** Once more while the bot runs: after the venue was away, or when it told of fills that did not come. */
  async audit(): Promise<void> {
    const { core, signal } = this.#parts
    if (signal.aborted || !core.bot.reconciled) return
    if (this.#auditing !== undefined) {
      // What it was asked for may be newer than what the one under way will hear.
      this.#isAskedAgain = true
      return this.#auditing
    }
    this.#auditing = this.#audits()
    await this.#auditing
  }

  async #audits(): Promise<void> {
    do {
      this.#isAskedAgain = false
      await this.#audit()
    } while (this.#isAskedAgain && !this.#parts.signal.aborted)
    this.#auditing = undefined
  }

  async #audit(): Promise<void> {
    const { options, signal } = this.#parts
    try {
      await this.reconcile()
    } catch (error) {
      if (signal.aborted) return
      options.logger.warn({ botId: options.id, ...reportOf(error) }, 'a bot could not be compared with its venue')
      void sleep(options.clock, AUDIT_RETRY_MS, signal).then(() => this.audit())
    }
  }

  async #reconcile({ exchange, gate, hub }: TradingAccount): Promise<void> {
    const { core, options, post, signal, world } = this.#parts
    const { ledger, orders, config, watches } = core.bot
    const { logger, id } = options
    const found = await reconcile({
      botId: id,
      exchange,
      markets: [...watches.values()].map(({ market }) => market).filter((market) => market.exchange === exchange),
      orders,
      lastFillAt: (market) => ledger.lastFillAt(market),
      venue: gate.venue,
      unknownOrders: config.policies.unknownOrders,
      isArriving: (clientOrderId) => world.desks.get(exchange)?.isArriving(clientOrderId) === true,
      clock: options.clock,
      signal,
      ...options.reconciliation,
    })
    for (const order of found.adopted) {
      hub.own(id, order.request.clientOrderId)
      post({ type: 'adopted', order, cancel: found.cancel.includes(order.request.clientOrderId) })
    }
    for (const input of found.inputs) post(input)
    for (const order of found.strays) world.desks.get(exchange)?.cancel(order)
    const balances = found.inputs.flatMap((input) => (input.type === 'balance' ? [input.balance] : []))
    for (const adjustment of [...found.adjustments, ...shortages(this.#heldAt(exchange), balances)])
      post({ type: 'adjustment', ...adjustment })
    if (found.foreign.length > 0)
      logger.info({ botId: id, orders: found.foreign.length }, 'orders of others are left alone')
  }

  /** Base assets that the ledger says the bot holds at the venue. */
  #heldAt(exchange: ExchangeId): ReadonlyMap<string, Decimal> {
    const held = new Map<string, Decimal>()
    const { instruments, ledger } = this.#parts.core.bot
    for (const { amount, market } of ledger.positions()) {
      const base = instruments.get(marketKey(market))?.base
      if (base === undefined || market.exchange !== exchange || exact(amount).lte(0)) continue
      held.set(base, toDecimal(exact(held.get(base) ?? '0').plus(amount)))
    }
    return held
  }

  #hear({ exchange }: TradingAccount, event: VenueEvent): void {
    const { post } = this.#parts
    switch (event.type) {
      case 'order':
        post({ type: 'order', state: event.data })
        break
      case 'fill':
        post({ type: 'fill', fill: event.data })
        break
      case 'balance':
        post({ type: 'balance', exchange, balance: event.data })
        break
      case 'connectivity':
        post({ type: 'venue', exchange, ...event.data })
        if (event.data.connected) void this.audit()
    }
  }
}

const pairOf = (instrument: Instrument | undefined): readonly string[] =>
  instrument === undefined ? [] : [instrument.base, instrument.quote]
