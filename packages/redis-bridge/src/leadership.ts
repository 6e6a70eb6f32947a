import { Lease, NOT_RENEWED, type Taken } from './lease/lease.ts'
import { type Links, partitionsOf } from './link/links.ts'
import type { Names } from './names.ts'
import type { Publisher } from './publish/publisher.ts'
import type { Settings } from './settings.ts'

type Listener = (leading: boolean) => void

/** Where a link is up and Redis refuses. */
const RETRY_MS = 1_000

export interface LeadershipEvents {
  /** It is known for the first time whether we lead. */
  known(): void
  failed(error: unknown): void
  listenerThrew(error: unknown): void
}

export interface LeadershipParts {
  readonly settings: Settings
  readonly names: Names
  readonly links: Links
  readonly publisher: Publisher
  readonly events: LeadershipEvents
}

/** Lets the publisher speak while the lease is ours. Without a shared lease it is ours as soon as Redis is reached. */
export class Leadership {
  readonly #parts: LeadershipParts
  readonly #lease: Lease
  readonly #listeners = new Set<Listener>()
  /** Whether somebody may have led since we last did. */
  #interrupted = false
  #known = false
  #told = false
  #cancelRetry: () => void = () => undefined

  constructor(parts: LeadershipParts) {
    this.#parts = parts
    const { links, names, settings } = parts
    this.#lease = new Lease({
      key: names.lease(settings.writer),
      owner: settings.leaseOwner,
      settings,
      command: (args) => links.control.command(args),
      events: { taken: (taken) => this.#lead(taken), lost: (reason) => this.#lost(reason) },
    })
  }

  /** Whether it is known since connecting who leads. */
  get known(): boolean {
    return this.#known
  }

  get leading(): boolean {
    return this.#lease.leading
  }

  get fence(): number | undefined {
    return this.#lease.fence
  }

  /** Told at once how it stands. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    this.#tell(listener)
    return () => this.#listeners.delete(listener)
  }

  /** A link for commands is up. */
  linkUp(index: number): void {
    if (index === 0) this.#ask().catch(this.#parts.events.failed)
    else if (this.leading) this.#resume(partitionsOf(this.#parts.settings, index))
  }

  linkDown(index: number): void {
    this.#parts.publisher.away(partitionsOf(this.#parts.settings, index))
    if (index === 0) this.#lease.pause()
  }

  /** Somebody with a higher fence has written. */
  deposed(): void {
    this.#lease.deposed()
  }

  async release(): Promise<void> {
    await this.#lease.release(this.#parts.publisher.ends)
  }

  stop(): void {
    this.#cancelRetry()
    this.#lease.pause()
    this.#lease.forget()
    this.#known = false
    this.#tellAll()
  }

  async #ask(): Promise<void> {
    const { links } = this.#parts
    const led = this.leading
    try {
      await this.#lease.start()
    } catch (error) {
      if (!links.control.up) return
      links.control.drop('the lease could not be asked for')
      throw error
    }
    this.#known = true
    if (led && this.leading) this.#resumeAll()
    this.#parts.events.known()
  }

  #lead(taken: Taken): void {
    this.#parts.publisher.lead(taken, this.#interrupted)
    this.#interrupted = false
    this.#resumeAll()
    this.#tellAll()
  }

  #lost(reason: string): void {
    const { publisher, settings } = this.#parts
    this.#interrupted = true
    settings.logger.warn({ reason }, 'this bridge leads no more')
    // Until somebody else has the lease we may get it back, and nothing was lost.
    if (reason === NOT_RENEWED) publisher.suspend()
    else publisher.stepDown()
    this.#tellAll()
  }

  #resumeAll(): void {
    const { links, settings } = this.#parts
    this.#resume(links.commandLinks.flatMap((_, index) => partitionsOf(settings, index)))
  }

  #resume(partitions: readonly number[]): void {
    const { events, publisher, settings } = this.#parts
    publisher.resume(partitions).catch((error: unknown) => {
      events.failed(error)
      this.#cancelRetry()
      this.#cancelRetry = settings.clock.after(RETRY_MS, () => {
        if (this.leading) this.#resumeAll()
      })
    })
  }

  #tellAll(): void {
    if (this.#told === this.leading) return
    this.#told = this.leading
    for (const listener of this.#listeners) this.#tell(listener)
  }

  #tell(listener: Listener): void {
    try {
      listener(this.leading)
    } catch (error) {
      this.#parts.events.listenerThrew(error)
    }
  }
}
