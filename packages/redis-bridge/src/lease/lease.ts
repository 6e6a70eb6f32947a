import { CommandFailedError } from '../errors.ts'
import type { Reply } from '../link/client.ts'
import type { Settings } from '../settings.ts'
import type { Position } from '../wire/envelope.ts'
import { ACQUIRE, RELEASE } from './lease-script.ts'

/** Why a lease may be ours no more, or ours again. */
export const NOT_RENEWED = 'not renewed in time'

type Command = (args: readonly string[]) => Promise<Reply>

/** Where each partition's log ended, by partition. */
export type Ends = Readonly<Record<string, Position>>

export interface Taken {
  readonly fence: number
  /** Said by the one before us, when it went in good order. */
  readonly ends: Ends
}

export interface LeaseEvents {
  /** Leading, under this fence; told again when the fence has changed. */
  taken(taken: Taken): void
  lost(reason: string): void
}

interface LeaseOptions {
  readonly key: string
  readonly owner: string
  readonly settings: Settings
  readonly command: Command
  readonly events: LeaseEvents
}

/** The right to write a log. Held only as long as it surely holds: judged by the clock that never goes back. */
export class Lease {
  readonly #options: LeaseOptions
  #fence: number | undefined
  #heldUntil = Number.NEGATIVE_INFINITY
  #leading = false
  /** Not renewed in time, and not known yet whether somebody else has it. */
  #unsure = false
  #running = false
  #cancelRenewal: () => void = () => undefined
  #cancelFence: () => void = () => undefined

  constructor(options: LeaseOptions) {
    this.#options = options
  }

  get leading(): boolean {
    return this.#leading
  }

  get fence(): number | undefined {
    return this.#fence
  }

  /** Asks once, then goes on asking: to keep it, or to get it. @throws CommandFailedError when Redis does not answer */
  async start(): Promise<void> {
    this.#running = true
    await this.#ask()
    this.#askAgain()
  }

  /** Redis is away. A lease of our own is still ours; a shared one ends when it ends. */
  pause(): void {
    this.#running = false
    this.#cancelRenewal()
  }

  /** Leads no more, and says where the logs end. */
  async release(ends: Ends): Promise<void> {
    this.pause()
    this.#cancelFence()
    if (!this.#leading) return
    this.#lose('released')
    const { command, key, owner } = this.#options
    await command(['EVAL', RELEASE, '1', key, owner, JSON.stringify(ends)])
  }

  /** The bridge is closed: what it holds ends by itself. */
  forget(): void {
    this.#cancelFence()
    this.#leading = false
    this.#unsure = false
  }

  /** Somebody with a higher fence writes. */
  deposed(): void {
    this.#lose('another bridge leads')
  }

  async #ask(): Promise<void> {
    const { command, key, owner, settings } = this.#options
    const { lease, log } = settings
    const keepFor = lease.shared ? 0 : log.retentionMs * 2 + lease.ttlMs
    const asked = settings.clock.monotonic()
    const claim = this.#leading ? String(this.#fence) : ''
    const reply = await command(['EVAL', ACQUIRE, '1', key, owner, String(lease.ttlMs), String(keepFor), claim])
    const [got, fence, ended] = Array.isArray(reply) ? reply : []
    if (typeof fence !== 'string') throw new CommandFailedError('EVAL', 'the lease answers with something else')
    if (!this.#running) return
    if (got === 1) this.#take(Number(fence), endsOf(ended), asked)
    else this.#lose('another bridge leads')
  }

  #take(fence: number, ends: Ends, asked: number): void {
    const { events, settings } = this.#options
    const { clock, lease } = settings
    const isNew = !this.#leading || fence !== this.#fence
    this.#fence = fence
    this.#leading = true
    this.#unsure = false
    // A tenth less: clocks do not run alike.
    this.#heldUntil = asked + lease.ttlMs * 0.9
    this.#cancelFence()
    if (lease.shared) {
      this.#cancelFence = clock.after(Math.max(0, this.#heldUntil - clock.monotonic()), () => this.#lose(NOT_RENEWED))
    }
    if (isNew) events.taken({ fence, ends })
  }

  #lose(reason: string): void {
    if (!(this.#leading || this.#unsure)) return
    this.#unsure = reason === NOT_RENEWED
    if (this.#unsure && !this.#leading) return
    this.#leading = false
    this.#cancelFence()
    this.#options.events.lost(reason)
  }

  #askAgain(): void {
    if (!this.#running) return
    const { lease, clock } = this.#options.settings
    const delay = this.#leading ? lease.ttlMs * 0.3 : Math.min(500, lease.ttlMs * 0.3)
    this.#cancelRenewal = clock.after(delay, () => {
      // A failure is known to the link already; here it only means: not renewed.
      this.#ask()
        .catch(() => undefined)
        .finally(() => this.#askAgain())
    })
  }
}

function endsOf(text: unknown): Ends {
  if (typeof text !== 'string' || text === '') return {}
  try {
    const raw: unknown = JSON.parse(text)
    if (typeof raw !== 'object' || raw === null) return {}
    const ends: Record<string, Position> = {}
    for (const [partition, end] of Object.entries(raw))
      if (/^\d+$/.test(partition) && isPosition(end)) ends[partition] = end
    return ends
  } catch {
    return {}
  }
}

const isPosition = (value: unknown): value is Position =>
  typeof value === 'object' &&
  value !== null &&
  'fence' in value &&
  'batch' in value &&
  Number.isSafeInteger(value.fence) &&
  Number.isSafeInteger(value.batch)
