import { reportOf } from '@md/types'
import type { BotLease } from '../store/store.ts'
import type { BotOptions } from './options.ts'

/** A bot's right to run, from when it is taken until it is given back. */
export class HeldLease {
  readonly #options: Pick<BotOptions, 'id' | 'leases' | 'logger'>
  #lease: BotLease | undefined

  constructor(options: Pick<BotOptions, 'id' | 'leases' | 'logger'>) {
    this.#options = options
  }

  get current(): BotLease | undefined {
    return this.#lease
  }

  /** @throws LeaseHeldError, StoreError */
  async acquire(onLost: (reason: string) => void): Promise<void> {
    const lease = await this.#options.leases.acquire(this.#options.id)
    this.#lease = lease
    void lease.lost.then(onLost)
  }

  /** Whoever gives it back has ended: that it could not is told, and hurts nobody. */
  async release(): Promise<void> {
    const { id, logger } = this.#options
    const lease = this.#lease
    this.#lease = undefined
    try {
      await lease?.release()
    } catch (error) {
      logger.warn({ botId: id, ...reportOf(error) }, 'the lease of a bot could not be given back')
    }
  }
}
