import type { MarketEvent } from '@md/types'

/** Where an event comes from: over the bridge, or from an adapter that stands in for it. */
export type Side = 'bridge' | 'direct'

/** `take-over`: delivered, and from now on this side is heard. */
export type Verdict = 'deliver' | 'drop' | 'take-over'

export type OfMarket = Extract<MarketEvent, { readonly type: 'ticker' | 'trade' | 'candle' | 'orderbook' }>

/** One channel of one market while two sources may speak of it: only one is heard at a time, and nothing comes twice. */
export class Seam {
  #active: Side = 'bridge'
  #lastId: string | undefined
  #lastAt = Number.NEGATIVE_INFINITY
  /** The latest trade that the side that is not heard has shown. */
  #seenId: string | undefined
  /** The side that is heard has said nothing yet that the other had not said before. */
  #isTakingOver = false

  get active(): Side {
    return this.#active
  }

  /** Whether there may be trades between the last that was delivered and this one. */
  leavesHole({ data, type }: OfMarket): boolean {
    if (type !== 'trade' || this.#lastId === undefined) return false
    return !(isNumber(data.id) && isNumber(this.#lastId) && BigInt(data.id) === BigInt(this.#lastId) + 1n)
  }

  /** @param mayTakeOver whether the other side is to be replaced, as soon as that can be done without a loss */
  admit(side: Side, event: OfMarket, mayTakeOver: boolean): Verdict {
    if (side !== this.#active) {
      if (!(mayTakeOver && this.#continues(side, event))) return 'drop'
      this.#active = side
      this.#seenId = undefined
      this.#isTakingOver = true
    }
    if (this.#isTakingOver && side === 'bridge' && !this.#isNew(event)) return 'drop'
    const verdict = this.#isTakingOver ? 'take-over' : 'deliver'
    this.#isTakingOver = false
    this.#note(event)
    return verdict
  }

  /** The bridge is heard, although nothing came that shows where it stands. */
  returnToBridge(): void {
    this.#active = 'bridge'
    this.#seenId = undefined
    this.#isTakingOver = true
  }

  #note(event: OfMarket): void {
    this.#lastAt = timeOf(event)
    if (event.type === 'trade') this.#lastId = event.data.id
  }

  /**
   * The exchange itself begins where it begins. The bridge, which is always a little later, is heard as soon as it is
   * sure to go on without a hole; what it repeats is left out.
   */
  #continues(side: Side, event: OfMarket): boolean {
    if (event.type === 'trade') return side === 'direct' ? this.#isNew(event) : this.#overlaps(event.data.id)
    if (event.type !== 'orderbook') return side === 'bridge' || this.#isNew(event)
    const { change, status } = event.data
    return side === 'direct' || (change !== undefined && status === 'live')
  }

  /** Whether the bridge's trades reach back to the last that was delivered. */
  #overlaps(id: string): boolean {
    const before = this.#seenId
    this.#seenId = id
    return this.#lastId === undefined || (before !== undefined && !isLater(before, this.#lastId))
  }

  #isNew(event: OfMarket): boolean {
    if (event.type !== 'trade') return timeOf(event) > this.#lastAt
    return this.#lastId === undefined || isLater(event.data.id, this.#lastId)
  }
}

const timeOf = ({ data: { receivedAt, timestamp } }: OfMarket): number => timestamp ?? receivedAt

/** Every venue numbers its trades: the ids are decimal numbers. */
const isLater = (id: string, than: string): boolean => (id.length === than.length ? id > than : id.length > than.length)

const isNumber = (id: string): boolean => /^\d+$/.test(id)
