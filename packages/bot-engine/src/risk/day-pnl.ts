import type { Clock } from '@md/types'

const DAY_MS = 86_400_000

interface Told {
  readonly pnl: number
  /** Since the epoch, UTC; `undefined`: nobody knows when it was told. */
  readonly day: number | undefined
}

/**
 * What bots have won and lost since midnight UTC. A bot that has told nothing today has lost nothing today, and what one
 * lost today stays lost when it ends: the next bot does not get the day's limit anew.
 */
export class DayPnl {
  readonly #clock: Clock | undefined
  readonly #told = new Map<string, Told>()

  /** @param clock unset: there are no days; what was told counts until the bot ends */
  constructor(clock: Clock | undefined) {
    this.#clock = clock
  }

  told(botId: string, pnl: number): void {
    this.#told.set(botId, { pnl, day: this.#today() })
  }

  ended(botId: string): void {
    const told = this.#told.get(botId)
    if (told?.day === undefined || !Number.isFinite(told.pnl)) this.#told.delete(botId)
  }

  sum(): number {
    const today = this.#today()
    let sum = 0
    for (const { day, pnl } of this.#told.values()) if (day === today) sum += pnl
    return sum
  }

  #today(): number | undefined {
    return this.#clock && Math.floor(this.#clock.now() / DAY_MS)
  }
}
