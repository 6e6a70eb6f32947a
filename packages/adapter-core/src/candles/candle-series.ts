import { type Candle, type Clock, type Gap, intervalMs } from '@md/types'

export interface CandleSeriesOptions {
  /** `'native'`: the venue says when a candle is closed. Otherwise a newer candle, or the clock, closes it here. */
  readonly closing: 'native' | 'here'
  readonly clock: Clock
  /** Whether nothing is missing so far: while something may still come, the clock closes nothing. */
  whole(): boolean
}

export interface CandleEffects {
  emit(candle: Candle): void
  gap(gap: Gap): void
}

/** How long after its end a candle may still change: trades of its last moment are on their way. In ms. */
const GRACE = 2_000

/** One market's candles of one interval: in order, each closed exactly once, a missing one told. */
export class CandleSeries {
  readonly #options: CandleSeriesOptions
  readonly #effects: CandleEffects
  #open: Candle | undefined
  #closedThrough = Number.NEGATIVE_INFINITY
  /** The candle that the clock will close. */
  #timed: number | undefined
  #cancelClosing: () => void = () => undefined
  #stopped = false

  constructor(options: CandleSeriesOptions, effects: CandleEffects) {
    this.#options = options
    this.#effects = effects
  }

  /** `history`: it was there before the subscription. It is not told, only measured by. */
  receive(candle: Candle, history = false): void {
    if (candle.openTime <= this.#closedThrough || candle.openTime < (this.#open?.openTime ?? candle.openTime)) return
    if (history && this.#open === undefined && this.#closedThrough === Number.NEGATIVE_INFINITY) return

    if (this.#open && candle.openTime > this.#open.openTime) this.#leave(this.#open)
    this.#checkHole(candle)
    this.#update(candle)
  }

  stop(): void {
    this.#stopped = true
    this.#cancelClosing()
  }

  #update(candle: Candle): void {
    // Whoever was told of the one before may have given this up.
    if (this.#stopped) return
    this.#cancelClosing()
    this.#open = candle.closed ? undefined : candle
    if (candle.closed) this.#closedThrough = candle.openTime
    else if (this.#options.closing === 'here') this.#planClosing(candle)
    this.#effects.emit(candle)
  }

  #planClosing(candle: Candle): void {
    const ms = candle.closeTime + 1 + GRACE - this.#options.clock.now()
    if (ms > 0) this.#timed = candle.openTime
    // A candle that was over by our clock from the start belongs to another time, as in a replay: only a newer one closes it.
    if (this.#timed === candle.openTime) this.#closeAfter(ms > 0 ? ms : GRACE, candle)
  }

  #closeAfter(ms: number, candle: Candle): void {
    this.#cancelClosing = this.#options.clock.after(ms, () => {
      if (this.#options.whole()) this.#leave(candle)
      else this.#closeAfter(GRACE, candle)
    })
  }

  /** A newer candle has begun. */
  #leave(candle: Candle): void {
    if (this.#open?.openTime !== candle.openTime) return
    this.#cancelClosing()
    const last = this.#open
    this.#open = undefined
    if (this.#options.closing === 'native') return
    this.#closedThrough = last.openTime
    this.#effects.emit({ ...last, closed: true })
  }

  /** A venue that closes its candles itself sends every one: a closing that never came was lost. */
  #checkHole(candle: Candle): void {
    const length = intervalMs(candle.interval)
    if (this.#options.closing === 'here' || length === undefined || this.#stopped) return
    // The first one is where counting begins.
    if (this.#closedThrough === Number.NEGATIVE_INFINITY) this.#closedThrough = candle.openTime - length
    const missed = Math.round((candle.openTime - this.#closedThrough) / length) - 1
    if (missed <= 0) return
    const from = this.#closedThrough + length
    this.#closedThrough = candle.openTime - length
    const { exchange, symbol } = candle
    this.#effects.gap({
      exchange,
      symbol,
      channel: 'candles',
      from: String(from),
      to: String(this.#closedThrough),
      missed,
      recovered: false,
      cause: 'drop',
    })
  }
}
