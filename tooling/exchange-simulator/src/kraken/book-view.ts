import type { LevelChange } from '../market/book.ts'
import type { BookSide } from '../market/book-side.ts'
import type { Market } from '../market/market.ts'

export interface SideDifference {
  readonly ticks: number
  readonly lots: number
}

export interface BookDifference {
  readonly bids: readonly SideDifference[]
  readonly asks: readonly SideDifference[]
}

/**
 * What a client that holds the best `depth` levels has to be told. Kraken sends no deletes for levels that better ones push
 * out of that depth: the client cuts its own book, and is sent such a level again when it comes back.
 */
export class BookView {
  readonly depth: number
  readonly #market: Market
  /** The worst price the client holds; `undefined`: it holds the whole side. */
  #worstBid: number | undefined
  #worstAsk: number | undefined

  constructor(market: Market, depth: number) {
    this.#market = market
    this.depth = depth
    this.#worstBid = worst(market.book.bids, depth)
    this.#worstAsk = worst(market.book.asks, depth)
  }

  /** To be called at every step, after the book moved. */
  moved(changes: readonly LevelChange[]): BookDifference {
    const { asks, bids } = this.#market.book
    const difference = {
      bids: this.#side(
        bids,
        changes.filter(({ side }) => side === 'buy'),
        this.#worstBid,
      ),
      asks: this.#side(
        asks,
        changes.filter(({ side }) => side === 'sell'),
        this.#worstAsk,
      ),
    } // prettier-ignore
    this.#worstBid = worst(bids, this.depth)
    this.#worstAsk = worst(asks, this.depth)
    return difference
  }

  /** Deletes come first: a client that cuts after every entry must not lose a level that stays. */
  #side(side: BookSide, changes: readonly LevelChange[], heldTo: number | undefined): readonly SideDifference[] {
    const last = new Map(changes.map(({ lots, ticks }) => [ticks, lots]))
    const showsTo = worst(side, this.depth)
    const held = (ticks: number): boolean => heldTo === undefined || !side.isWorse(ticks, heldTo)
    const shown = (ticks: number): boolean => showsTo === undefined || !side.isWorse(ticks, showsTo)

    const deletes = [...last].filter(([ticks, lots]) => lots === 0 && held(ticks))
    const sets = [...last].filter(([ticks, lots]) => lots > 0 && shown(ticks))
    const entries = [...deletes, ...sets].map(([ticks, lots]) => ({ ticks, lots }))
    return heldTo === undefined ? entries : [...entries, ...this.#returned(side, heldTo, last)]
  }

  /** Levels that better ones had pushed out, and that are within the depth again. */
  #returned(side: BookSide, heldTo: number, told: ReadonlyMap<number, number>): readonly SideDifference[] {
    const entries: SideDifference[] = []
    const end = Math.min(this.depth, side.size)
    let index = side.indexOf(heldTo)
    if (side.ticks(index) === heldTo) index++
    for (; index < end; index++) {
      const ticks = side.ticks(index)
      if (!told.has(ticks)) entries.push({ ticks, lots: side.lots(index) })
    }
    return entries
  }
}

const worst = (side: BookSide, depth: number): number | undefined =>
  side.size >= depth ? side.ticks(depth - 1) : undefined
