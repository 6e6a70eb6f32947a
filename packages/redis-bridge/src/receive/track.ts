import type { Channel } from '../names.ts'
import type { Header, Item } from '../wire/envelope.ts'
import { HeldCount } from './held-count.ts'

/** One item on its way to the listeners. */
export interface Arrival {
  readonly header: Header
  /** Its number in the channel, from 1 under each fence. */
  readonly sequence: number
  readonly item: Item
  /** Where its data begin in the item. */
  readonly from: number
}

/** What to do with an item: `lost` counts those before it that will never come. */
export type Verdict =
  | { readonly kind: 'deliver'; readonly lost: number }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'hold' }

const DELIVER: Verdict = { kind: 'deliver', lost: 0 }
const DUPLICATE: Verdict = { kind: 'duplicate' }
const HOLD: Verdict = { kind: 'hold' }

/** The order of one channel of one writer. Knows nothing of Redis: it is told what came, and says what to do. */
export class Track {
  readonly channel: Channel
  #fence: number
  /** The last number delivered, or given up; unknown before the first. */
  #sequence: number | undefined
  #floor = 0
  #holding = false
  #held: Arrival[] = []
  readonly #count: HeldCount

  /** @param sequence 0: everything from the first item on is wanted; `undefined`: whatever comes first is the first */
  constructor(channel: Channel, fence: number, sequence: number | undefined, count = new HeldCount()) {
    this.channel = channel
    this.#count = count
    this.#fence = fence
    this.#sequence = sequence
  }

  get fence(): number {
    return this.#fence
  }

  get sequence(): number | undefined {
    return this.#sequence
  }

  get holding(): boolean {
    return this.#holding
  }

  get held(): readonly Arrival[] {
    return this.#held
  }

  /** Whether the channel's last number, as told, is not here yet. */
  isBehind(fence: number, sequence: number): boolean {
    if (fence !== this.#fence) return fence > this.#fence
    return sequence > (this.#held.at(-1)?.sequence ?? this.#sequence ?? this.#floor)
  }

  /** From now on items wait: for a repair, or for a book. */
  hold(): void {
    this.#holding = true
  }

  keep(arrival: Arrival): void {
    this.#holding = true
    this.#held.push(arrival)
    this.#count.size += 1
  }

  /** An item of the live lane, where holes may be filled. */
  live({ header, sequence }: Arrival): Verdict {
    const { fence } = header.at
    if (fence < this.#fence) return DUPLICATE
    if (this.#holding || fence > this.#fence) return HOLD
    if (this.#sequence === undefined) return sequence <= this.#floor ? DUPLICATE : this.#accept(fence, sequence)
    if (sequence <= this.#sequence) return DUPLICATE
    return sequence === this.#sequence + 1 ? this.#accept(fence, sequence) : HOLD
  }

  /** An item that nothing can come before any more: what is missing is lost. */
  final({ header, sequence }: Arrival): Verdict {
    const { fence } = header.at
    if (fence < this.#fence) return DUPLICATE
    if (fence > this.#fence) this.advance(fence)
    if (this.#sequence === undefined) return sequence <= this.#floor ? DUPLICATE : this.#accept(fence, sequence)
    if (sequence <= this.#sequence) return DUPLICATE
    const lost = sequence - this.#sequence - 1
    this.#accept(fence, sequence)
    return lost === 0 ? DELIVER : { kind: 'deliver', lost }
  }

  /** Whether something is missing before this one. */
  leavesHole({ header, sequence }: Arrival): boolean {
    const { fence } = header.at
    if (this.#sequence === undefined) return false
    return fence > this.#fence || (fence === this.#fence && sequence > this.#sequence + 1)
  }

  /** Numbers begin again under a new fence. */
  advance(fence: number): void {
    this.#fence = fence
    this.#sequence = 0
    this.#floor = 0
  }

  /** Starts behind a value known from elsewhere. */
  startAt(fence: number, sequence: number): void {
    this.#fence = fence
    this.#sequence = sequence
  }

  /** A last value was delivered: what comes next is the first, as long as it is newer. */
  restart(): void {
    this.#floor = this.#sequence ?? 0
    this.#sequence = undefined
  }

  /** What waited, in order, once it need not wait any more. */
  release(): readonly Arrival[] {
    const held = this.#held.toSorted((a, b) => a.header.at.fence - b.header.at.fence || a.sequence - b.sequence)
    this.#count.size -= this.#held.length
    this.#held = []
    this.#holding = false
    return held
  }

  #accept(fence: number, sequence: number): Verdict {
    this.#fence = fence
    this.#sequence = sequence
    return DELIVER
  }
}
