import { Batches } from '../store/sqlite/batches.ts'
import type { Answer, Job, Writer } from '../store/sqlite/job.ts'
import type { BotLease, BotStore, Latch, LeaseKeeper, StoredBot } from '../store/store.ts'
import { turnEnded } from './clock.ts'

/**
 * A store of a run that nobody will continue: it says that everything is kept, and keeps nothing. It takes no time, but
 * turns of the event loop, and as many as a store on disk would: what a bot hears first is the same with either.
 */
export class ForgetfulStore implements BotStore, LeaseKeeper {
  readonly #batches = new Batches(NOWHERE, Number.POSITIVE_INFINITY)
  #busy = 0

  /** Something has not been said to be kept yet. */
  get isBusy(): boolean {
    return this.#busy > 0
  }

  async acquire(botId: string): Promise<BotLease> {
    return { botId, fence: 1, lost: NEVER, release: async () => undefined }
  }

  async load(): Promise<StoredBot> {
    return { snapshot: undefined, entries: [], damage: undefined }
  }

  append({ botId, fence }: BotLease): Promise<void> {
    return this.#keep({ kind: 'append', botId, fence, rows: [] })
  }

  snapshot({ botId, fence }: BotLease): Promise<void> {
    return this.#keep({ kind: 'snapshot', botId, fence, snapshot: { n: 0, at: 0, text: '' } })
  }

  async latches(): Promise<readonly Latch[]> {
    return []
  }

  latch(): Promise<void> {
    return DONE
  }

  unlatch(): Promise<void> {
    return DONE
  }

  close(): Promise<void> {
    return DONE
  }

  async #keep(job: Extract<Job, { readonly kind: 'append' | 'snapshot' }>): Promise<void> {
    this.#busy += 1
    await this.#batches.ask<'append' | 'snapshot'>(job)
    this.#busy -= 1
  }
}

const KEPT: Answer = { value: undefined }

const NOWHERE: Writer = {
  run: async (jobs) => {
    await turnEnded()
    return jobs.map(() => KEPT)
  },
  onEnd: () => undefined,
  close: async () => undefined,
}

const DONE = Promise.resolve()

const NEVER = new Promise<string>(() => undefined)
