import type { Clock, VenueEvent } from '@md/types'

export type BalanceEvent = Extract<VenueEvent, { readonly type: 'balance' }>

/** How often bots are told of balances that others have moved, ms. */
const ROUND_MS = 250

/** The last word on each asset, told together after a while. */
export class BalanceRound {
  readonly #clock: Clock
  readonly #tell: (event: BalanceEvent, told: string | undefined) => void
  /** With the one that was told at once, as long as it was nobody else. */
  readonly #waiting = new Map<string, { readonly event: BalanceEvent; readonly told: string | undefined }>()
  #cancel: (() => void) | undefined

  constructor(clock: Clock, tell: (event: BalanceEvent, told: string | undefined) => void) {
    this.#clock = clock
    this.#tell = tell
  }

  add(event: BalanceEvent, told: string | undefined): void {
    const { asset } = event.data
    this.#waiting.delete(asset)
    this.#waiting.set(asset, { event, told })
    this.#cancel ??= this.#clock.after(ROUND_MS, () => this.#go())
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#waiting.clear()
  }

  #go(): void {
    this.#cancel = undefined
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { event, told } of waiting) this.#tell(event, told)
  }
}
