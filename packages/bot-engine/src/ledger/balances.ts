import type { Balance, Decimal, ExchangeId } from '@md/types'
import { Exact, exact, toDecimal } from '../decimal/exact.ts'

export type BalancesSnapshot = readonly (readonly [exchange: ExchangeId, balances: readonly Balance[]])[]

/** What each venue last said of each asset. */
export class Balances {
  readonly #told = new Map<ExchangeId, Map<string, Balance>>()

  static restore(snapshot: BalancesSnapshot): Balances {
    const balances = new Balances()
    for (const [exchange, all] of snapshot) balances.replace(exchange, all)
    return balances
  }

  tell(exchange: ExchangeId, { asset, free, locked }: Balance): void {
    const assets = this.#told.get(exchange) ?? new Map<string, Balance>()
    this.#told.set(exchange, assets.set(asset, { asset, free, locked }))
  }

  /**
   * What a fill brought is free before the venue says so: it tells the fill first. Nothing where the venue has told no
   * balances at all; its next word on the asset is the truth again.
   */
  receive(exchange: ExchangeId, asset: string, amount: Exact): void {
    const assets = this.#told.get(exchange)
    if (assets === undefined) return
    const { free, locked } = assets.get(asset) ?? { free: '0', locked: '0' }
    assets.set(asset, { asset, free: toDecimal(exact(free).plus(amount)), locked })
  }

  /**
   * What an order held is free once its end is known, before the venue says so: an exit waits for it. It may have said so
   * already, and then no more than that is locked.
   */
  release(exchange: ExchangeId, asset: string, amount: Exact): void {
    const balance = this.of(exchange, asset)
    if (balance === undefined) return
    const released = Exact.min(amount, balance.locked)
    const free = toDecimal(exact(balance.free).plus(released))
    this.tell(exchange, { asset, free, locked: toDecimal(exact(balance.locked).minus(released)) })
  }

  /** All that a venue holds, as it says: an asset it does not name is gone. */
  replace(exchange: ExchangeId, balances: readonly Balance[]): void {
    this.#told.set(exchange, new Map())
    for (const balance of balances) this.tell(exchange, balance)
  }

  /** `'0'` for an asset the venue did not name; `undefined` where it has told no balances at all. */
  free(exchange: ExchangeId, asset: string): Decimal | undefined {
    const assets = this.#told.get(exchange)
    return assets && (assets.get(asset)?.free ?? '0')
  }

  of(exchange: ExchangeId, asset: string): Balance | undefined {
    return this.#told.get(exchange)?.get(asset)
  }

  snapshot(): BalancesSnapshot {
    return [...this.#told].map(([exchange, assets]) => [exchange, [...assets.values()]])
  }
}
