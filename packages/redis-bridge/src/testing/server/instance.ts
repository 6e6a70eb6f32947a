import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '@md/types'
import { until } from '../until.ts'
import { CommandLine } from '../wire/command-line.ts'
import type { RespArgument, RespValue } from '../wire/resp.ts'
import { RedisFailedToStartError, RedisGoneError, RedisMissingError, RedisPortTakenError } from './errors.ts'
import { LOOPBACK } from './free-port.ts'
import { type GuardedProcess, startGuarded } from './guarded-process.ts'
import type { RedisServer } from './redis-server.ts'

/** In ms: a second is long, unless the machine is busy with other things. */
const READY_WITHIN = 15_000

export interface InstanceParts {
  /** Holds `redis.conf`, and in `data` what Redis persists. */
  readonly folder: string
  readonly port: number
  readonly binary: string
  readonly args: readonly string[]
  readonly clock: Clock
  readonly password: string | undefined
}

export class RedisInstance implements RedisServer {
  readonly host = LOOPBACK
  readonly port: number
  readonly url: string
  readonly #parts: InstanceParts
  readonly #commands: CommandLine
  #process: GuardedProcess | undefined
  #stopped = false
  #frozen = false

  constructor(parts: InstanceParts) {
    const { clock, password, port } = parts
    const login = password === undefined ? '' : `:${encodeURIComponent(password)}@`
    this.port = port
    this.url = `redis://${login}${LOOPBACK}:${port}`
    this.#parts = parts
    this.#commands = new CommandLine({ host: LOOPBACK, port, clock, password })
  }

  get pid(): number {
    return this.#existing.pid
  }

  get isRunning(): boolean {
    return this.#process?.isRunning() === true
  }

  get isFrozen(): boolean {
    return this.#frozen && this.isRunning
  }

  get log(): string {
    return this.#process?.log() ?? ''
  }

  command(...args: readonly RespArgument[]): Promise<RespValue> {
    return this.#commands.send(args)
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.#process?.kill(signal, this.#parts.clock)
  }

  freeze(): void {
    this.#existing.signal('SIGSTOP')
    this.#frozen = true
  }

  thaw(): void {
    this.#existing.signal('SIGCONT')
    this.#frozen = false
  }

  async restart({ empty = false }: { readonly empty?: boolean } = {}): Promise<void> {
    await this.kill()
    if (empty) await this.#forgetData()
    await this.start()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#commands.close()
    await this.kill()
    await rm(this.#parts.folder, { recursive: true, force: true, maxRetries: 3 })
  }

  async start(): Promise<void> {
    const { args, binary, folder, port } = this.#parts
    if (this.#stopped) throw new RedisGoneError(port)
    const started = await startGuarded(binary, [join(folder, 'redis.conf'), ...args], folder).catch(
      (error: unknown) => {
        throw new RedisMissingError(binary, error)
      },
    )
    this.#process = started
    this.#frozen = false
    try {
      await this.#ready(started)
    } catch (error) {
      this.#commands.close()
      await this.kill()
      throw this.#explained(started.log(), error)
    }
  }

  /** The process itself has to answer: on a port that was taken, somebody else would. */
  async #ready(started: GuardedProcess): Promise<void> {
    const { clock, port } = this.#parts
    await until(
      `Redis answers on port ${port}`,
      async () => {
        if (!started.isRunning()) return true
        await this.command('PING')
        return String(await this.command('INFO', 'server')).includes(`process_id:${started.pid}\r\n`)
      },
      { withinMs: READY_WITHIN, clock },
    )
    if (started.isRunning()) return
    await started.ended
    throw new RedisGoneError(port)
  }

  #explained(log: string, cause: unknown): Error {
    const { binary, port } = this.#parts
    if (log.includes('Address already in use')) return new RedisPortTakenError(port, cause)
    return new RedisFailedToStartError(binary, port, log, cause)
  }

  /** A node keeps its place in the cluster. */
  async #forgetData(): Promise<void> {
    const data = join(this.#parts.folder, 'data')
    await mkdir(data, { recursive: true })
    for (const name of await readdir(data)) {
      if (name !== 'nodes.conf') await rm(join(data, name), { recursive: true })
    }
  }

  get #existing(): GuardedProcess {
    if (this.#process === undefined) throw new RedisGoneError(this.#parts.port)
    return this.#process
  }
}
