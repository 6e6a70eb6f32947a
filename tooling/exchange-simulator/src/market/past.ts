import { hash, scatter } from './random.ts'

/** A candle as the model keeps it: prices in ticks, volumes in lots, quote volumes in ticks × lots. */
export interface Candle {
  readonly openTime: number
  open: number
  high: number
  low: number
  close: number
  volume: bigint
  quote: bigint
  takerVolume: bigint
  takerQuote: bigint
  trades: number
  firstId: number
  lastId: number
}

export interface PastOptions {
  readonly seed: number
  /** When the market opened: everything before is invented by this module, everything after is traded. */
  readonly openedAt: number
  readonly openingTicks: number
  /** The id the first real trade gets. */
  readonly firstId: number
  readonly lotsPerTrade: number
  readonly tradesPerMs: number
}

/** Period and amplitude of the layers whose sum is the price: minutes wander little, months a lot. */
const LAYERS: readonly (readonly [periodMs: number, amplitude: number])[] = [
  [60_000, 0.0003],
  [600_000, 0.001],
  [3_600_000, 0.003],
  [21_600_000, 0.008],
  [86_400_000, 0.015],
  [604_800_000, 0.04],
  [2_592_000_000, 0.09],
]

interface Layer {
  readonly period: number
  readonly amplitude: number
  readonly seed: number
}

/** Period and share of the waves in the trading activity; the shares stay below 1 so that volume only ever grows. */
const WAVES: readonly (readonly [periodMs: number, share: number])[] = [
  [437_000, 0.3],
  [3_181_000, 0.25],
  [18_107_000, 0.2],
  [86_400_000, 0.2],
]

const SAMPLES = 24

/**
 * What a market did before it opened, as a function of time: any candle of any interval can be asked for, none is stored,
 * neighbouring candles join, and the volumes of small candles add up to those of large ones.
 */
export class Past {
  readonly #options: PastOptions
  readonly #layers: readonly Layer[]
  readonly #reference: number

  constructor(options: PastOptions) {
    this.#options = options
    this.#layers = LAYERS.map(([period, amplitude], index) => ({ period, amplitude, seed: hash(options.seed, index) }))
    this.#reference = this.#wander(options.openedAt)
  }

  get openedAt(): number {
    return this.#options.openedAt
  }

  ticks(time: number): number {
    const change = this.#wander(time) - this.#reference
    return Math.max(1, Math.round(this.#options.openingTicks * Math.exp(change)))
  }

  /** What was traded from one moment to another, both before the opening. */
  candle(from: number, to: number): Candle {
    const { firstId, lotsPerTrade } = this.#options
    const open = this.ticks(from)
    const close = this.ticks(to)
    const { high, low } = this.range(from, to)
    const lastId = firstId - 1 - this.#tradesSince(to)
    const trades = this.#tradesSince(from) - this.#tradesSince(to)
    const volume = BigInt(trades) * BigInt(lotsPerTrade)
    const typical = BigInt(Math.round((open + close + high + low) / 4))
    const takerVolume =
      (volume * BigInt(35 + Math.floor(30 * scatter(this.#options.seed, Math.floor(from / 1000))))) / 100n
    return {
      openTime: from,
      open,
      high,
      low,
      close,
      volume,
      quote: volume * typical,
      takerVolume,
      takerQuote: takerVolume * typical,
      trades,
      firstId: lastId - trades + 1,
      lastId,
    }
  }

  range(from: number, to: number): { readonly high: number; readonly low: number } {
    let high = 0
    let low = Number.POSITIVE_INFINITY
    for (let sample = 0; sample <= SAMPLES; sample++) {
      const ticks = this.ticks(from + ((to - from) * sample) / SAMPLES)
      high = Math.max(high, ticks)
      low = Math.min(low, ticks)
    }
    return { high, low }
  }

  #tradesSince(time: number): number {
    const activity = this.#activity(this.#options.openedAt) - this.#activity(time)
    return Math.max(0, Math.floor(this.#options.tradesPerMs * activity))
  }

  #activity(time: number): number {
    let total = time
    for (const [period, share] of WAVES) {
      const phase = 2 * Math.PI * ((time % period) / period)
      total += (share * period * Math.sin(phase)) / (2 * Math.PI)
    }
    return total
  }

  #wander(time: number): number {
    let total = 0
    for (const { amplitude, period, seed } of this.#layers) {
      const place = Math.floor(time / period)
      const inside = time / period - place
      const smooth = inside * inside * (3 - 2 * inside)
      total += amplitude * (scatter(seed, place) * (1 - smooth) + scatter(seed, place + 1) * smooth - 0.5)
    }
    return total
  }
}
