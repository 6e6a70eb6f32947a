import { type RedisServer, startRedisServer } from '@md/redis-bridge/testing'
import { Worker } from './worker.ts'

/** A server, a host and executors, each in a process of its own, used by one measurement after the other. */
export class Stage {
  readonly server: RedisServer
  readonly host = new Worker()
  readonly #executors: Worker[] = []

  private constructor(server: RedisServer) {
    this.server = server
  }

  static async open(): Promise<Stage> {
    return new Stage(await startRedisServer())
  }

  /** So many of them; made when they are first asked for. */
  executors(count: number): readonly Worker[] {
    while (this.#executors.length < count) this.#executors.push(new Worker())
    return this.#executors.slice(0, count)
  }

  /** A number out of INFO. */
  async info(section: string, pattern: RegExp): Promise<number> {
    return Number(pattern.exec(String(await this.server.command('INFO', section)))?.[1] ?? 0)
  }

  async close(): Promise<void> {
    for (const worker of [this.host, ...this.#executors]) worker.end()
    await this.server.stop()
  }
}
