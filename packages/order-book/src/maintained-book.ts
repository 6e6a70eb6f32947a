import type { BookChange, BookIntegrity, BookStatus, ExchangeId, Level, OrderBook } from '@md/types'
import { LevelArray } from './level-array.ts'

/** When a change happened, at the venue and here. */
export interface ChangeStamp {
  readonly timestamp: number | undefined
  readonly receivedAt: number
}

/** Levels of one change with, in the same order, their marks (see `LevelArray`). */
export interface LevelSet {
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
  readonly bidMarks?: readonly string[]
  readonly askMarks?: readonly string[]
}

export interface MaintainedBookOptions {
  readonly exchange: ExchangeId
  readonly symbol: string
  readonly integrity: BookIntegrity
  /** Levels kept a side. Unset: all. */
  readonly depth?: number
  readonly marked?: boolean
}

/**
 * The one order book of the platform: what host, bridge and paper venue keep.
 * It numbers its changes, and every change it tells is complete: whoever applies them in order holds the same levels.
 */
export class MaintainedBook implements OrderBook {
  readonly exchange: ExchangeId
  readonly symbol: string
  readonly integrity: BookIntegrity
  readonly bids: LevelArray
  readonly asks: LevelArray
  timestamp: number | undefined
  receivedAt = 0
  sequence = 0
  snapshots = 0
  status: BookStatus = 'syncing'
  change: BookChange | undefined
  readonly #depth: number
  #begun = false

  constructor({ exchange, symbol, integrity, depth, marked = false }: MaintainedBookOptions) {
    this.exchange = exchange
    this.symbol = symbol
    this.integrity = integrity
    this.#depth = depth ?? Number.POSITIVE_INFINITY
    this.bids = new LevelArray('bids', { marked })
    this.asks = new LevelArray('asks', { marked })
  }

  /** A bid at or above an ask: no market looks like this for longer than a match takes. */
  get crossed(): boolean {
    return this.bids.price(0) >= this.asks.price(0)
  }

  /** Replaces the book. `sequence` restarts where told: 0 for a source, the source's own number for a follower. */
  snapshot(levels: LevelSet, stamp: ChangeStamp, sequence = 0): void {
    this.bids.replace(levels.bids, levels.bidMarks)
    this.asks.replace(levels.asks, levels.askMarks)
    this.bids.trim(this.#depth)
    this.asks.trim(this.#depth)
    this.#stamp(stamp)
    this.#begun = true
    this.restate(sequence)
  }

  /** Tells the book as it stands as a snapshot: after updates that nobody was told of. */
  restate(sequence = 0): void {
    this.sequence = sequence
    this.snapshots += 1
    this.change = {
      kind: 'snapshot',
      sequence,
      bids: this.bids.top(this.bids.size),
      asks: this.asks.top(this.asks.size),
    }
  }

  /** Applies one update, entry by entry in the order given, and cuts the book back to its depth. */
  update(levels: LevelSet, stamp: ChangeStamp): void {
    const cutBids = applySide(this.bids, levels.bids, levels.bidMarks, this.#depth)
    const cutAsks = applySide(this.asks, levels.asks, levels.askMarks, this.#depth)
    this.sequence += 1
    this.#stamp(stamp)
    this.change = {
      kind: 'delta',
      sequence: this.sequence,
      bids: cutBids.length === 0 ? levels.bids : [...levels.bids, ...cutBids],
      asks: cutAsks.length === 0 ? levels.asks : [...levels.asks, ...cutAsks],
    }
  }

  /**
   * Follows a source's changes, as an executor does behind a bridge.
   * A delta that does not continue the sequence is not applied: `'duplicate'` is older, `'gap'` is newer than the next,
   * or comes before any snapshot.
   */
  follow(change: BookChange, stamp: ChangeStamp): 'applied' | 'duplicate' | 'gap' {
    if (change.kind === 'snapshot') {
      this.snapshot(change, stamp, change.sequence)
      return 'applied'
    }
    if (!this.#begun || change.sequence > this.sequence + 1) return 'gap'
    if (change.sequence <= this.sequence) return 'duplicate'
    this.update(change, stamp)
    return 'applied'
  }

  /** Changes the status alone. Returns whether it was another one before. */
  become(status: BookStatus): boolean {
    if (this.status === status) return false
    this.status = status
    this.change = undefined
    return true
  }

  #stamp({ timestamp, receivedAt }: ChangeStamp): void {
    this.timestamp = timestamp
    this.receivedAt = receivedAt
  }
}

function applySide(
  side: LevelArray,
  levels: readonly Level[],
  marks: readonly string[] | undefined,
  depth: number,
): readonly Level[] {
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i] as Level
    side.set(level[0], level[1], marks?.[i])
  }
  return side.trim(depth)
}
