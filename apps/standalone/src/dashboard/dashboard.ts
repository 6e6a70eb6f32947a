import type { BotReport } from '@md/bots'
import type { MarketDataWebSocketManager } from '@md/manager'
import type { Clock } from '@md/types'
import { draw, type Scene } from './picture.ts'
import type { Screen } from './screen.ts'
import { statusLines, summaryLines } from './summary.ts'
import type { Tally } from './tally.ts'

/** What is in the picture. */
export interface Sitters {
  readonly manager: MarketDataWebSocketManager
  readonly tally: Tally
  readonly bots: () => readonly BotReport[]
  /** What bots wait for that have not begun yet. */
  readonly waiting: () => readonly string[]
}

/** Takes a picture of everything every now and then. */
export class Dashboard {
  readonly #title: string
  readonly #sitters: Sitters
  readonly #screen: Screen
  readonly #clock: Clock
  readonly #startedAt: number
  #lastAt: number
  #lastTotal = 0
  readonly #lastEvents = new Map<string, number>()
  #cancel: () => void = () => undefined

  constructor(title: string, sitters: Sitters, screen: Screen, clock: Clock) {
    this.#title = title
    this.#sitters = sitters
    this.#screen = screen
    this.#clock = clock
    this.#startedAt = clock.monotonic()
    this.#lastAt = this.#startedAt
  }

  start(): void {
    this.#cancel = this.#clock.after(this.#screen.every, () => {
      this.refresh()
      this.start()
    })
  }

  refresh(): void {
    const scene = this.#scene()
    this.#screen.picture(draw(scene), statusLines(scene))
  }

  /** The last picture has been shown; what was seen in all is said. */
  end(): void {
    this.#cancel()
    this.#screen.end(summaryLines(this.#scene(), this.#sitters.tally.total))
  }

  #scene(): Scene {
    const { bots, manager, tally, waiting } = this.#sitters
    const now = this.#clock.monotonic()
    const seconds = Math.max((now - this.#lastAt) / 1_000, 0.001)
    const { exchanges } = manager.getSystemMetrics()
    const rows = [...tally.rows].map(([key, row]) => {
      const rate = (row.events - (this.#lastEvents.get(key) ?? 0)) / seconds
      this.#lastEvents.set(key, row.events)
      return { ...row, rate }
    })
    const eventsPerSecond = (tally.total - this.#lastTotal) / seconds
    this.#lastAt = now
    this.#lastTotal = tally.total
    return {
      title: this.#title,
      elapsed: now - this.#startedAt,
      eventsPerSecond,
      health: manager.getHealthStatus(),
      exchanges: Object.entries(exchanges).flatMap(([exchange, metrics]) => (metrics ? [{ exchange, metrics }] : [])),
      rows,
      bots: bots(),
      waiting: waiting(),
      notes: tally.notes,
    }
  }
}
