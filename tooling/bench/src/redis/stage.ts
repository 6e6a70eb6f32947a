import { type RedisServer, startRedisServer } from '@md/redis-bridge/testing'
import { Child } from '../child.ts'
import type { PerformerCalls } from './calls.ts'

export type PerformerProcess = Child<PerformerCalls>

/** What takes longer has failed; ms. */
const LIMIT_MS = 60_000

const aProcess = (): PerformerProcess => new Child(new URL('./performer-process.ts', import.meta.url), LIMIT_MS)

/** A server, a host and executors, each in a process of its own, used by one measurement after the other. */
export class Stage {
  readonly server: RedisServer
  readonly host = aProcess()
  readonly #executors: PerformerProcess[] = []

  private constructor(server: RedisServer) {
    this.server = server
  }

  static async open(): Promise<Stage> {
    return new Stage(await startRedisServer())
  }

  /** So many of them; made when they are first asked for. */
  executors(count: number): readonly PerformerProcess[] {
    while (this.#executors.length < count) this.#executors.push(aProcess())
    return this.#executors.slice(0, count)
  }

  /** One that has done nothing yet, for as long as it is used. */
  async fresh<T>(use: (one: PerformerProcess) => Promise<T>): Promise<T> {
    const one = aProcess()
    try {
      return await use(one)
    } finally {
      one.end()
    }
  }

  /** A number out of INFO. */
  async info(section: string, pattern: RegExp): Promise<number> {
    return Number(pattern.exec(String(await this.server.command('INFO', section)))?.[1] ?? 0)
  }

  async close(): Promise<void> {
    for (const one of [this.host, ...this.#executors]) one.end()
    await this.server.stop()
  }
}
