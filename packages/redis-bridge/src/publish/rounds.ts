import type { Settings } from '../settings.ts'

export interface RoundTasks {
  beat(): void
  write(): Promise<void>
  tidy(): void
}

/** Writes between two tidyings of the logs. */
const TIDY_EVERY = 10

/** What a publisher does again and again: beats, last values, tidying. */
export class Rounds {
  readonly #settings: Settings
  readonly #tasks: RoundTasks
  #running = false
  #written = 0
  #cancelBeat: () => void = () => undefined
  #cancelWrite: () => void = () => undefined

  constructor(settings: Settings, tasks: RoundTasks) {
    this.#settings = settings
    this.#tasks = tasks
  }

  /** Idempotent. Resolves when it has written once. */
  async start(): Promise<void> {
    if (this.#running) return
    this.#running = true
    this.#beatLater()
    await this.#write()
  }

  stop(): void {
    this.#running = false
    this.#cancelBeat()
    this.#cancelWrite()
  }

  #beatLater(): void {
    const { clock, heartbeatMs } = this.#settings
    this.#cancelBeat = clock.after(heartbeatMs, () => {
      this.#tasks.beat()
      this.#beatLater()
    })
  }

  async #write(): Promise<void> {
    const { clock, lastValue } = this.#settings
    await this.#tasks.write()
    if (this.#written++ % TIDY_EVERY === 0) this.#tasks.tidy()
    if (this.#running) this.#cancelWrite = clock.after(lastValue.intervalMs, () => void this.#write())
  }
}
