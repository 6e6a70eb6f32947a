import { seededRandom } from '../../workloads/random.ts'
import { MARKETS, wireSymbolAt } from '../markets.ts'

const FIRST_PRICE = 100_00
/** In ticks. */
const STEP = 3
const JUMP = 500
/** Tickers that repeat a jump: where the latest ticker stands for those before it, one alone would never be seen. */
const HELD = 40

export interface TickerFrame {
  readonly market: number
  /** Unique among the jumps of its market. */
  readonly price: string
  readonly text: string
}

/**
 * Binance's mini tickers of 50 markets in turn, each a seeded random walk. A jump is a price some percent above, for a
 * while: `price` finds it again in the order that it leads to.
 */
export class TickerFrames {
  readonly #random: () => number
  readonly #prices = Array.from({ length: MARKETS }, () => FIRST_PRICE)
  readonly #held = Array.from({ length: MARKETS }, () => 0)
  #next = 0
  #jumps = 0

  constructor(seed: number) {
    this.#random = seededRandom(seed)
  }

  /** @param stamp whole number that the ticker carries as its time */
  next(stamp: number): TickerFrame {
    const market = this.#next % MARKETS
    this.#next += 1
    const held = this.#held[market] ?? 0
    this.#held[market] = Math.max(0, held - 1)
    if (held > 1) return frameOf(market, this.#prices[market] ?? FIRST_PRICE, stamp)
    const walked = (this.#prices[market] ?? FIRST_PRICE) + Math.round((this.#random() * 2 - 1) * STEP)
    // It is held near where it began: a walk of an hour is none of the bench's business.
    const price = Math.min(FIRST_PRICE * 1.01, Math.max(FIRST_PRICE * 0.99, walked))
    this.#prices[market] = price
    return frameOf(market, price, stamp)
  }

  jump(stamp: number): TickerFrame {
    this.#jumps += 1
    const market = this.#jumps % MARKETS
    const price = FIRST_PRICE + JUMP + Math.floor(this.#jumps / MARKETS)
    this.#prices[market] = price
    this.#held[market] = HELD
    return frameOf(market, price, stamp)
  }
}

function frameOf(market: number, ticks: number, stamp: number): TickerFrame {
  const price = (ticks / 100).toFixed(2)
  const symbol = wireSymbolAt(market)
  const stats = `"c":"${price}000000","o":"99.00000000","h":"120.00000000","l":"80.00000000"`
  const data = `{"e":"24hrMiniTicker","E":${stamp},"s":"${symbol}",${stats},"v":"24032.63625000","q":"2472261.59319821"}`
  return { market, price, text: `{"stream":"${symbol.toLowerCase()}@miniTicker","data":${data}}` }
}
