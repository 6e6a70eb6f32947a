import type { Clock } from '@md/types'
import type { RespArgument, RespValue } from '../wire/resp.ts'
import type { RedisConfig } from './config-file.ts'

export interface RedisServerOptions {
  /** Keeps an append-only file, written to disk every second. Without it nothing survives a restart. */
  readonly aof?: boolean
  /** Directives of `redis.conf`, over the defaults: `{ maxmemory: '10mb' }`. A list repeats a directive. */
  readonly config?: RedisConfig
  /** A free one by default. */
  readonly port?: number
  /** The program, `redis-server` on the PATH by default. */
  readonly binary?: string
  readonly clock?: Clock
}

/** A real Redis on loopback, which ends with this process at the latest. */
export interface RedisServer {
  readonly host: string
  /** Stays the same over restarts. */
  readonly port: number
  /** `redis://127.0.0.1:11234`, with the password of `requirepass` where there is one. */
  readonly url: string
  /** Of the process that runs now, or ran last. */
  readonly pid: number
  readonly isRunning: boolean
  /** Whether it runs and was told to stand still. */
  readonly isFrozen: boolean
  /** The last lines that it logged. */
  readonly log: string
  /** Sends one command on a connection of its own. Rejects with a `RedisReplyError`, or when nothing comes within 5 s. */
  command(...args: readonly RespArgument[]): Promise<RespValue>
  /** Ends the process, by default with SIGKILL, and resolves when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Stops the process where it is (SIGSTOP): connections stay open, nothing is answered. */
  freeze(): void
  /** Lets a frozen process go on. */
  thaw(): void
  /** Kills it if it runs, and starts it again on the same port; `empty` removes what was persisted before. */
  restart(options?: { readonly empty?: boolean }): Promise<void>
  /** Ends it for good and removes its files. May be called twice. */
  stop(): Promise<void>
}
