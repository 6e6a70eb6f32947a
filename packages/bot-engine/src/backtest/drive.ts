import { MdError } from '@md/types'
import type { BotExecutionEngine } from '../engine/bot-execution-engine.ts'
import { turnEnded } from './clock.ts'
import type { EventFeed } from './event-feed.ts'
import type { ForgetfulStore } from './forgetful-store.ts'
import { type PlayedEvent, timeOf } from './played-event.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** Something waits for what never comes: no timer is left that could bring it. */
export class StuckError extends MdError {
  readonly code = 'BACKTEST_STUCK'
  readonly recovery = 'stop'
}

export interface DriveParts {
  readonly clock: VirtualClock
  readonly feed: EventFeed
  readonly engine: Pick<BotExecutionEngine, 'isIdle'>
  readonly store: Pick<ForgetfulStore, 'isBusy'>
}

/** Plays events to a bot and lets it finish what each of them sets off before the next, timers on the way included. */
export class Drive {
  readonly #clock: VirtualClock
  readonly #feed: EventFeed
  readonly #engine: Pick<BotExecutionEngine, 'isIdle'>
  readonly #store: Pick<ForgetfulStore, 'isBusy'>

  constructor({ clock, engine, feed, store }: DriveParts) {
    this.#clock = clock
    this.#feed = feed
    this.#engine = engine
    this.#store = store
  }

  /** Waits for the event loop only where the bot has something under way: the rest is as fast as it can be. */
  async play(events: readonly PlayedEvent[]): Promise<void> {
    const clock = this.#clock
    for (const event of events) {
      const at = timeOf(event)
      if (at !== undefined) {
        if (at >= clock.nextAt) await this.advanceTo(at)
        else clock.advanceTo(at)
      }
      this.#feed.play(event)
      if (!this.#engine.isIdle) await this.#settled()
    }
  }

  async advanceTo(at: number): Promise<void> {
    while (this.#clock.nextAt <= at) {
      this.#clock.runNext()
      // Whoever slept goes on in a promise, and may be somebody who does not count as work.
      await this.#settled()
    }
    this.#clock.advanceTo(at)
  }

  /** Lets time pass until the work is done. @throws what the work throws, StuckError */
  async until<T>(work: Promise<T>): Promise<T> {
    const state = { done: false }
    const finish = (): void => {
      state.done = true
    }
    work.then(finish, finish)
    for (await this.#settled(); !state.done; await this.#settled()) {
      if (!this.#clock.runNext()) throw new StuckError('the bot waits for something that no timer will bring')
    }
    return work
  }

  /** Nothing more happens without time passing. */
  async #settled(): Promise<void> {
    do await turnEnded()
    while (this.#store.isBusy)
  }
}
