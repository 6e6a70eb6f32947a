import type { BotLease, BotStore, Latch, LeaseKeeper, StoredBot } from '../store/store.ts'

/** A store of a run that nobody will continue: it says that everything is kept, and keeps nothing. */
export class ForgetfulStore implements BotStore, LeaseKeeper {
  async acquire(botId: string): Promise<BotLease> {
    return { botId, fence: 1, lost: NEVER, release: async () => undefined }
  }

  async load(): Promise<StoredBot> {
    return { snapshot: undefined, entries: [], damage: undefined }
  }

  append(): Promise<void> {
    return DONE
  }

  snapshot(): Promise<void> {
    return DONE
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
}

const DONE = Promise.resolve()

const NEVER = new Promise<string>(() => undefined)
