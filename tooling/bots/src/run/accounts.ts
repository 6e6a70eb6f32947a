import { join } from 'node:path'
import { Gate, type KillSwitch, PaperVenue, SharedRisk, type TradingAccount, VenueHub } from '@md/bot-engine'
import type { ExchangeId, ExecutionVenue, Market } from '@md/types'
import { LateVenue } from '../paper/late-venue.ts'
import { PaperAccountFile } from '../paper/paper-account-file.ts'
import type { BotsParts } from './parts.ts'

/** What exchanges take their fee from, where the file does not say. */
const RECEIVED: ReadonlySet<ExchangeId> = new Set<ExchangeId>(['binance'])

/** The accounts of the bots, each made when the first bot needs it. Bots of one account share its balances. */
export class Accounts {
  readonly #parts: BotsParts
  readonly #killSwitch: KillSwitch
  readonly #all: TradingAccount[] = []
  readonly #risks: SharedRisk[] = []
  readonly #symbols = new Map<string, Set<string>>()
  readonly #files: PaperAccountFile[] = []
  readonly #venues: { readonly name: string; readonly venue: PaperVenue }[] = []

  constructor(parts: BotsParts, killSwitch: KillSwitch) {
    this.#parts = parts
    this.#killSwitch = killSwitch
    const { clock, file } = parts
    this.#risks.push(new SharedRisk({ scope: 'process', id: '', limits: file.limits, clock }))
  }

  /** Grows as bots need more. */
  get all(): readonly TradingAccount[] {
    return this.#all
  }

  /** Limits of the process and of each account. Grows likewise. */
  get risks(): readonly SharedRisk[] {
    return this.#risks
  }

  /** Makes the account for the market unless it is there. */
  ensure(name: string, { exchange, symbol }: Market): void {
    const { clock, file, logger } = this.#parts
    const key = `${name}-${exchange}`
    this.#symbols.set(key, (this.#symbols.get(key) ?? new Set()).add(symbol))
    if (this.#all.some((account) => account.name === name && account.exchange === exchange)) return
    const venue = this.#venue(name, exchange)
    this.#all.push({
      name,
      exchange,
      hub: new VenueHub(venue, { clock, logger }),
      gate: new Gate({ venue, killSwitch: this.#killSwitch, clock }),
      fees: { taker: file.paper.fees.taker, inBase: this.#feeAsset(exchange) === 'received' },
    })
    if (this.#risks.some(({ id, scope }) => scope === 'account' && id === name)) return
    this.#risks.push(new SharedRisk({ scope: 'account', id: name, limits: file.accounts[name]?.limits ?? {}, clock }))
  }

  /** What paper fills rest on, by account; of those that were connected. */
  get assumptions(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(this.#venues.map(({ name, venue }) => [name, venue.assumptions()]))
  }

  /** Resolves when every account is written down. */
  async close(): Promise<void> {
    await Promise.all(this.#files.map((file) => file.close()))
  }

  /** Made on the first connect: what an exchange lists may take a while to be had. */
  #venue(name: string, exchange: ExchangeId): ExecutionVenue {
    const { clock, folder, logger } = this.#parts
    const key = `${name}-${exchange}`
    const path = folder === undefined ? undefined : join(folder, 'paper', `${key}.json`)
    const kept = path === undefined ? undefined : new PaperAccountFile({ path, clock, logger })
    if (kept !== undefined) this.#files.push(kept)
    return new LateVenue({
      make: () => this.#open(name, exchange, kept),
      onEvent: () => kept?.changed(),
    })
  }

  async #open(name: string, exchange: ExchangeId, kept: PaperAccountFile | undefined): Promise<PaperVenue> {
    const { clock, feed, file, logger, random, reference } = this.#parts
    const { allowShort, balances, fees, latency } = file.paper
    const restore = await kept?.load()
    const venue = new PaperVenue({
      exchange,
      feed,
      instruments: await reference.instruments(exchange),
      balances,
      clock,
      random,
      fees: { maker: fees.maker, taker: fees.taker, asset: this.#feeAsset(exchange) },
      latency,
      allowShort,
      logger,
      // Subscribed to at once: a first order would find no price to deal at.
      markets: [...(this.#symbols.get(`${name}-${exchange}`) ?? [])],
      ...(restore === undefined ? {} : { restore }),
    })
    kept?.follow(() => venue.snapshot())
    this.#venues.push({ name: `${name}-${exchange}`, venue })
    return venue
  }

  #feeAsset(exchange: ExchangeId): 'quote' | 'received' {
    return this.#parts.file.paper.fees.asset ?? (RECEIVED.has(exchange) ? 'received' : 'quote')
  }
}
