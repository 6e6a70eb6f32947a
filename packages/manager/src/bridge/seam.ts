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
    if (side === this.#active) {
      this.#note(event)
      return 'deliver'
    }
    if (!(mayTakeOver && this.#continues(side, event))) return 'drop'
    this.#active = side
    this.#seenId = undefined
    this.#note(event)
    return 'take-over'
  }

  /** The bridge is heard, although nothing came that shows where it stands. */
  returnToBridge(): void {
    this.#active = 'bridge'
    this.#seenId = undefined
  }

  #note(event: OfMarket): void {
    this.#lastAt = timeOf(event)
    if (event.type === 'trade') this.#lastId = event.data.id
  }

  #continues(side: Side, event: OfMarket): boolean {
    if (event.type === 'trade') return this.#continuesTrades(side, event.data.id)
    if (event.type !== 'orderbook') return timeOf(event) > this.#lastAt
    const { change, status } = event.data
    // An adapter's book begins with its own snapshot; the bridge's has to have caught up.
    return side === 'direct' || (change !== undefined && status === 'live' && timeOf(event) > this.#lastAt)
  }

  /**
   * The adapter's trades begin where they begin. The bridge's go on without a hole once the latest of them that was
   * not delivered from it has been delivered from the adapter.
   */
  #continuesTrades(side: Side, id: string): boolean {
    const isNew = this.#lastId === undefined || isLater(id, this.#lastId)
    if (side === 'direct' || this.#lastId === undefined) return isNew
    const overlaps = this.#seenId !== undefined && !isLater(this.#seenId, this.#lastId)
    this.#seenId = id
    return isNew && overlaps
  }
}

const timeOf = ({ data: { receivedAt, timestamp } }: OfMarket): number => timestamp ?? receivedAt

/** Every venue numbers its trades: the ids are decimal numbers. */
const isLater = (id: string, than: string): boolean => (id.length === than.length ? id > than : id.length > than.length)

const isNumber = (id: string): boolean => /^\d+$/.test(id)
