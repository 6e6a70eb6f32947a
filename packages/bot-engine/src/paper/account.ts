import { type Balance, type Decimal, InvalidInputError } from '@md/types'
import { isDecimal } from '../decimal/checked.ts'
import { type Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'

interface Holding {
  free: Exact
  locked: Exact
}

/** What the client owns, exact. Remembers which assets changed until it is asked. */
export class Account {
  readonly #holdings = new Map<string, Holding>()
  readonly #changed = new Set<string>()

  constructor(balances: Readonly<Record<string, Decimal | number>>) {
    for (const [asset, amount] of Object.entries(balances)) {
      this.#holdings.set(asset, { free: balanceOf(asset, amount), locked: ZERO })
    }
  }

  free(asset: string): Exact {
    return this.#holdings.get(asset)?.free ?? ZERO
  }

  /** Adds to what is free; negative takes away. */
  add(asset: string, amount: Exact): void {
    const holding = this.#touch(asset)
    holding.free = holding.free.plus(amount)
  }

  /** From free to locked; negative gives it back. */
  lock(asset: string, amount: Exact): void {
    if (amount.isZero()) return
    const holding = this.#touch(asset)
    holding.free = holding.free.minus(amount)
    holding.locked = holding.locked.plus(amount)
  }

  get balances(): readonly Balance[] {
    return [...this.#holdings.keys()].map((asset) => this.#balance(asset))
  }

  /** The balances that changed since the last call, by name. */
  takeChanges(): readonly Balance[] {
    if (this.#changed.size === 0) return []
    const changes = [...this.#changed].sort().map((asset) => this.#balance(asset))
    this.#changed.clear()
    return changes
  }

  restore(balances: readonly Balance[]): void {
    this.#holdings.clear()
    for (const { asset, free, locked } of balances) {
      this.#holdings.set(asset, { free: exact(free), locked: exact(locked) })
    }
  }

  #touch(asset: string): Holding {
    this.#changed.add(asset)
    const known = this.#holdings.get(asset)
    if (known !== undefined) return known
    const holding = { free: ZERO, locked: ZERO }
    this.#holdings.set(asset, holding)
    return holding
  }

  #balance(asset: string): Balance {
    const { free = ZERO, locked = ZERO } = this.#holdings.get(asset) ?? {}
    return { asset, free: toDecimal(free), locked: toDecimal(locked) }
  }
}

function balanceOf(asset: string, amount: Decimal | number): Exact {
  const isUsable =
    typeof amount === 'number' ? Number.isFinite(amount) && amount >= 0 : /^\d/.test(amount) && isDecimal(amount)
  if (isUsable) return exact(amount)
  const allowed = 'use a number of at least 0, such as "10000" or "0.5"'
  throw new InvalidInputError(`the paper balance of ${asset}`, amount, allowed)
}
