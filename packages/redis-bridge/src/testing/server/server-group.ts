import type { RedisServer } from './redis-server.ts'

/** Whether a command to it would be answered. */
export const isAnswering = ({ isFrozen, isRunning }: RedisServer): boolean => isRunning && !isFrozen

/** Servers that live and die together. */
export class ServerGroup {
  readonly #starting: Promise<RedisServer>[] = []

  add(starting: Promise<RedisServer>): Promise<RedisServer> {
    this.#starting.push(starting)
    return starting
  }

  async stop(): Promise<void> {
    for (const started of await Promise.allSettled(this.#starting)) {
      if (started.status === 'fulfilled') await started.value.stop()
    }
  }
}

/** What `work` makes of a group of servers; when it fails, none of them is left. */
export async function asGroup<T>(work: (group: ServerGroup) => Promise<T>): Promise<T> {
  const group = new ServerGroup()
  try {
    return await work(group)
  } catch (error) {
    await group.stop()
    throw error
  }
}
