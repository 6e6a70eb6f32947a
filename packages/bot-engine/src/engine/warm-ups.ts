import { type Candle, type Clock, intervalMs, type Logger, type MarketEvent, type ReferenceData } from '@md/types'
import { answerWithin } from '../orders/answer.ts'
import type { WarmUp } from '../strategy/strategy.ts'
import type { Input } from './input.ts'
import { marketKey } from './market-watch.ts'

/** A bot that waits for its history guards no position: it does not wait longer for a piece of it, ms. */
const LONGEST_MS = 30_000

/** The longest there is: an interval of months has no fixed length. */
const MONTH_MS = 31 * 86_400_000

export interface WarmUpParts {
  readonly botId: string
  readonly reference: ReferenceData
  readonly clock: Clock
  readonly logger: Logger
  readonly post: (input: Input) => void
}

/**
 * Plays history before the present: candles that the feed tells meanwhile are held back, so that every closed candle
 * reaches the indicators once, and in its order.
 */
export class WarmUps {
  readonly #parts: WarmUpParts
  readonly #lastOpen = new Map<string, number>()
  #held: MarketEvent[] | undefined = []

  constructor(parts: WarmUpParts) {
    this.#parts = parts
  }

  /** What the feed tells of candles. */
  readonly hear = (event: MarketEvent): void => {
    if (this.#held !== undefined && event.type === 'candle') this.#held.push(event)
    else this.#parts.post(event)
  }

  /** Resolves with what stays cold, each with the reason. */
  async play(warmUps: readonly WarmUp[]): Promise<readonly string[]> {
    const cold: string[] = []
    for (const warmUp of warmUps) {
      const candles = await this.#candles(warmUp)
      if (typeof candles === 'string')
        cold.push(`${warmUp.interval} of ${warmUp.symbol} at ${warmUp.exchange}: ${candles}`)
      else for (const candle of candles) this.#play(candle)
    }
    return cold
  }

  /** From now on candles go straight through; those held back and not played yet go first. */
  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const event of held) if (event.type === 'candle' && this.#isNew(event.data)) this.#parts.post(event)
  }

  #play(candle: Candle): void {
    this.#lastOpen.set(keyOf(candle), candle.openTime)
    this.#parts.post({ type: 'warm-up', candle })
  }

  #isNew(candle: Candle): boolean {
    return candle.openTime > (this.#lastOpen.get(keyOf(candle)) ?? Number.NEGATIVE_INFINITY)
  }

  /** Or why there are none: without its history a strategy waits for the market to make one. */
  async #candles({ count, exchange, interval, symbol }: WarmUp): Promise<readonly Candle[] | string> {
    const { botId, clock, logger, reference } = this.#parts
    const now = clock.now()
    const since = now - (count + 1) * (intervalMs(interval) ?? MONTH_MS)
    const told = await answerWithin(clock, LONGEST_MS, () =>
      reference.candles({ exchange, symbol }, interval, since, now),
    )
    const of = { botId, exchange, symbol, interval }
    if (told.kind !== 'answer') {
      const why = told.kind === 'fault' ? told.fault : { message: `no answer within ${LONGEST_MS} ms` }
      logger.warn({ ...why, ...of }, 'a bot starts cold: its history cannot be had')
      return why.message
    }
    const closed = told.answer.filter((candle) => candle.closed)
    if (closed.length < count) logger.warn({ ...of, wanted: count, got: closed.length }, 'a warm-up is short')
    return closed.length === 0 && count > 0 ? 'there are none' : closed.slice(-count)
  }
}

const keyOf = (candle: Candle): string => `${marketKey(candle)} ${candle.interval}`
