import { Emitter } from '@md/runtime'
import { InvalidInputError } from '@md/types'
import type { BotStore, Latch } from '../store/store.ts'
import { LatchNotKeptError, nameOf } from './errors.ts'

/** Where halts are kept: a part of every bot store. */
export type LatchStore = Pick<BotStore, 'latches' | 'latch' | 'unlatch'>

/** Whose order it is. */
export interface Origin {
  readonly botId: string
  readonly account: string
}

export interface KillSwitchEvents {
  halted: Latch
  rearmed: { readonly latch: Latch; readonly by: string }
  /** A halt or its end could not be written down. */
  failed: LatchNotKeptError
}

export interface KillSwitchOptions {
  readonly store: LatchStore
  /** A listener that threw. */
  readonly onFailure: (error: unknown) => void
}

/**
 * Stops the orders of a bot, an account or the whole process until somebody arms it again. A halt holds in memory before
 * anything is waited for; it ends only once the store has forgotten it, so that no restart brings it back.
 */
export class KillSwitch {
  readonly #store: LatchStore
  readonly #emitter: Emitter<KillSwitchEvents>
  readonly #latches = new Map<string, Latch>()
  /** What is about to be taken away, and how often that was asked for: a halt meanwhile is a new one. */
  readonly #rearming = new Map<Latch, number>()
  /** One write after the other, so that the store ends where the memory does. */
  #writes: Promise<void> = Promise.resolve()

  constructor({ store, onFailure }: KillSwitchOptions) {
    this.#store = store
    this.#emitter = new Emitter(onFailure)
  }

  /** Takes up the halts of earlier processes. @throws what the store throws: without them nothing may trade */
  async restore(): Promise<void> {
    // A halt since then stands: it is the later one.
    for (const latch of await this.#store.latches()) {
      const key = keyOf(latch)
      if (!this.#latches.has(key)) this.#latches.set(key, latch)
    }
  }

  on<T extends keyof KillSwitchEvents>(type: T, listener: (event: KillSwitchEvents[T]) => void): () => void {
    return this.#emitter.on(type, listener)
  }

  /**
   * Holds as soon as this returns; resolves with the halt in force when that will outlive the process. The first
   * cause stays the cause.
   * @throws LatchNotKeptError: it holds all the same
   */
  async halt(latch: Latch): Promise<Latch> {
    const key = keyOf(latch)
    const before = this.#latches.get(key)
    const inForce = before === undefined || this.#rearming.has(before) ? latch : before
    this.#latches.set(key, inForce)
    if (inForce === latch) this.#emitter.emit('halted', latch)
    await this.#write('halt', latch, () => this.#store.latch(inForce))
    return inForce
  }

  /** @throws InvalidInputError where nothing is halted, LatchNotKeptError: it stays halted then */
  async rearm(scope: Latch['scope'], id: string, by: string): Promise<void> {
    const key = keyOf({ scope, id })
    const latch = this.#latches.get(key)
    if (latch === undefined) throw new InvalidInputError(`${scope} to arm`, id, this.#whatIsHalted())
    this.#rearming.set(latch, (this.#rearming.get(latch) ?? 0) + 1)
    try {
      await this.#write('rearm', latch, () => this.#store.unlatch(latch.scope, latch.id))
      if (this.#latches.get(key) !== latch) return
      this.#latches.delete(key)
      this.#emitter.emit('rearmed', { latch, by })
    } finally {
      const left = (this.#rearming.get(latch) ?? 1) - 1
      if (left === 0) this.#rearming.delete(latch)
      else this.#rearming.set(latch, left)
    }
  }

  /** Why an order may not leave; the widest scope first. */
  reasonFor({ botId, account }: Origin): Latch | undefined {
    const latches = this.#latches
    if (latches.size === 0) return undefined
    return latches.get(PROCESS) ?? latches.get(`account ${account}`) ?? latches.get(`bot ${botId}`)
  }

  latches(): readonly Latch[] {
    return [...this.#latches.values()]
  }

  async #write(change: 'halt' | 'rearm', latch: Latch, write: () => Promise<void>): Promise<void> {
    const written = this.#writes.then(write)
    this.#writes = written.catch(() => undefined)
    try {
      await written
    } catch (cause) {
      const error = new LatchNotKeptError(change, latch, cause)
      this.#emitter.emit('failed', error)
      throw error
    }
  }

  #whatIsHalted(): string {
    const halted = this.latches().map(nameOf)
    return halted.length === 0 ? 'nothing is halted' : `what is halted is ${halted.join(', ')}`
  }
}

const PROCESS = 'process'

const keyOf = ({ scope, id }: Pick<Latch, 'scope' | 'id'>): string => (scope === 'process' ? PROCESS : `${scope} ${id}`)
