import type { Clock } from '@md/types'
import type { DataChannel, DataFrame } from '../frame.ts'
import type { Markets } from '../markets.ts'
import type { Spoiler } from '../venue.ts'

/** What happens once to a data frame that fits. */
export type FrameFaultKind =
  | 'gap'
  | 'checksum'
  | 'crossed'
  | 'truncated'
  | 'negative'
  | 'nan'
  | 'foreign'
  | 'duplicate'
  | 'reorder'

export interface FrameFault {
  readonly kind: FrameFaultKind
  readonly symbol?: string | undefined
  readonly channel?: DataChannel | undefined
}

interface Silence {
  readonly symbol: string | undefined
  readonly channel: DataChannel | undefined
  readonly until: number
}

const LOSABLE: ReadonlySet<DataChannel> = new Set(['trades', 'orderbook'])

/** Everything that can happen to market data between the venue and its clients. */
export class FrameFaults {
  readonly #clock: Clock
  readonly #markets: Markets
  readonly #spoil: Spoiler
  readonly #pending: FrameFault[] = []
  #silences: Silence[] = []
  /** Frames held back until the next of their kind has gone ahead. */
  readonly #held = new Map<string, DataFrame>()

  constructor(markets: Markets, spoil: Spoiler, clock: Clock) {
    this.#markets = markets
    this.#spoil = spoil
    this.#clock = clock
  }

  get active(): boolean {
    return this.#pending.length + this.#silences.length + this.#held.size > 0
  }

  add(fault: FrameFault, count = 1): void {
    for (let left = count; left > 0; left--) this.#pending.push(fault)
  }

  silence(symbol: string | undefined, channel: DataChannel | undefined, durationMs: number): void {
    this.#silences.push({ symbol, channel, until: this.#clock.monotonic() + durationMs })
  }

  /** What leaves in place of this frame: nothing, it, or more. */
  alter(frame: DataFrame): readonly DataFrame[] {
    if (this.#silent(frame)) return []
    const losable = frame.kind === 'update' && LOSABLE.has(frame.channel)
    if (losable && this.#take('gap', frame)) return []

    const spoiled = this.#spoiled(frame)
    const first = this.#extras(frame)
    const whole = this.#take('truncated', frame) ? rewritten(spoiled, cutInHalf) : spoiled
    const frames = this.#take('duplicate', frame) ? [...first, whole, whole] : [...first, whole]
    return this.#reordered(frame, frames)
  }

  #silent({ channel, symbol }: DataFrame): boolean {
    const now = this.#clock.monotonic()
    this.#silences = this.#silences.filter(({ until }) => until > now)
    return this.#silences.some((one) => (one.symbol ?? symbol) === symbol && (one.channel ?? channel) === channel)
  }

  /** The frame itself goes wrong. */
  #spoiled(frame: DataFrame): DataFrame {
    const market = this.#markets.bySymbol(frame.symbol)
    const checksum = this.#spoilWith('checksum', frame, this.#spoil.checksum)
    return market ? this.#spoilWith('crossed', checksum, (text) => this.#spoil.crossed(text, market)) : checksum
  }

  /** A wrong frame besides the right one, sent ahead of it. */
  #extras(frame: DataFrame): readonly DataFrame[] {
    const wrong = [
      this.#spoilWith('negative', frame, this.#spoil.negative),
      this.#spoilWith('nan', frame, this.#spoil.nan),
      this.#spoilWith('foreign', frame, this.#spoil.foreign),
    ]
    return wrong.filter((one) => one !== frame)
  }

  /** Used up only by a frame that it changes. */
  #spoilWith(kind: FrameFaultKind, frame: DataFrame, spoil: (text: string) => string): DataFrame {
    const sample = frame.forms[0]?.text
    if (!this.#waits(kind, frame) || sample === undefined || spoil(sample) === sample) return frame
    this.#take(kind, frame)
    return rewritten(frame, spoil)
  }

  #reordered(frame: DataFrame, frames: readonly DataFrame[]): readonly DataFrame[] {
    const key = `${frame.symbol} ${frame.channel}`
    const held = this.#held.get(key)
    if (held) {
      this.#held.delete(key)
      return [...frames, held]
    }
    if (!this.#take('reorder', frame)) return frames
    this.#held.set(key, frame)
    return []
  }

  #waits(kind: FrameFaultKind, { channel, symbol }: DataFrame): FrameFault | undefined {
    return this.#pending.find(
      (one) => one.kind === kind && (one.symbol ?? symbol) === symbol && (one.channel ?? channel) === channel,
    )
  }

  #take(kind: FrameFaultKind, frame: DataFrame): boolean {
    const fault = this.#waits(kind, frame)
    if (!fault) return false
    this.#pending.splice(this.#pending.indexOf(fault), 1)
    return true
  }
}

const rewritten = (frame: DataFrame, write: (text: string) => string): DataFrame => ({
  ...frame,
  forms: frame.forms.map(({ text, to }) => ({ text: write(text), to })),
})

const cutInHalf = (text: string): string => text.slice(0, Math.ceil(text.length / 2))
