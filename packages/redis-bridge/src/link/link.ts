import { backoffDelay, sleep } from '@md/runtime'
import { shownAddress } from '../address.ts'
import { CommandFailedError, LinkError, RetriesSpentError } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { type Client, connectionError, openClient, type Reply, reasonOf } from './client.ts'
import { withDeadline } from './deadline.ts'
import type { Resolve } from './resolve.ts'
import { checkRole, watch } from './watchdog.ts'

export type LinkName = 'publisher' | 'subscriber' | 'reader'

export interface LinkEvents {
  /** Right after connecting, before anybody else may use it. What it throws ends the connection. */
  prepare(client: Client): Promise<void>
  up(): void
  down(reason: string): void
  reconnecting(attempt: number, delayMs: number, reason: string): void
  failed(error: Error, final: boolean): void
}

/** A connection has proven itself after this long; before it, every loss counts as one more failure. */
const PROVEN_MS = 2_000
/** Redis that restarts is back within seconds: for so long it is asked often. */
const EAGER_MS = 10_000
/** About as many as there is time for. */
const EAGER_FAILURES = 80
const EAGER = { initialDelay: 20, maxDelay: 250, backoffMultiplier: 2, jitterFactor: 1 }

/** One connection to Redis, made again for as long as it is wanted. */
export class Link {
  readonly name: LinkName
  readonly #settings: Settings
  readonly #resolve: Resolve
  readonly #events: LinkEvents
  #client: Client | undefined
  #stop: AbortController | undefined
  #running: Promise<void> = Promise.resolve()
  #failures = 0
  #ups = 0
  #lastCause: string | undefined

  constructor(name: LinkName, settings: Settings, resolve: Resolve, events: LinkEvents) {
    this.name = name
    this.#settings = settings
    this.#resolve = resolve
    this.#events = events
  }

  /** Only while it is up. */
  get client(): Client | undefined {
    return this.#client
  }

  get up(): boolean {
    return this.#client !== undefined
  }

  get running(): boolean {
    return this.#stop !== undefined
  }

  get reconnects(): number {
    return Math.max(0, this.#ups - 1)
  }

  get lastCause(): string | undefined {
    return this.#lastCause
  }

  start(): void {
    if (this.running) return
    const stop = new AbortController()
    this.#stop = stop
    this.#failures = 0
    this.#running = this.#running.then(() => this.#run(stop.signal))
  }

  /** Idempotent. Resolves when nothing of it is left. */
  async stop(): Promise<void> {
    this.#stop?.abort()
    this.#stop = undefined
    this.#client?.destroy('disconnected')
    await this.#running
  }

  /** Ends this connection; the next is made soon. */
  drop(reason: string): void {
    this.#client?.destroy(reason)
  }

  /** @throws CommandFailedError when the link is down, Redis is late, or refuses */
  async command(args: readonly string[], timeoutMs = this.#settings.watchdog.timeoutMs * 2): Promise<Reply> {
    const [name = ''] = args
    const client = this.#client
    if (client === undefined) throw new CommandFailedError(name, `the ${this.name} link is down`)
    try {
      const late = () => new CommandFailedError(name, `no answer within ${timeoutMs} ms`)
      return await withDeadline(this.#settings.clock, timeoutMs, client.command(args), late)
    } catch (error) {
      this.suspect(error)
      throw error instanceof CommandFailedError ? error : new CommandFailedError(name, reasonOf(error), error)
    }
  }

  /** Errors that mean: this is the wrong server now. */
  suspect(error: unknown): void {
    const reason = reasonOf(error)
    if (/^(MOVED|ASK|CLUSTERDOWN|READONLY|LOADING|MASTERDOWN)\b/.test(reason)) this.drop(reason)
  }

  async #run(stopped: AbortSignal): Promise<void> {
    const { clock, reconnection } = this.#settings
    let lostAt = clock.monotonic()
    while (!stopped.aborted) {
      const began = clock.monotonic()
      const reason = await this.#live(stopped)
      if (stopped.aborted) return

      const now = clock.monotonic()
      this.#lastCause = reason
      if (this.#connectedFor(began, now) > PROVEN_MS) {
        this.#failures = 0
        lostAt = now
      }
      this.#failures += 1
      if (reconnection.maxRetries > 0 && this.#failures > reconnection.maxRetries) {
        this.#stop = undefined
        this.#events.failed(new RetriesSpentError(this.name, reconnection.maxRetries, reason), true)
        return
      }
      const delay = this.#delay(now - lostAt)
      this.#events.reconnecting(this.#failures, delay, reason)
      await sleep(clock, delay, stopped)
    }
  }

  #upAt: number | undefined

  #connectedFor(began: number, now: number): number {
    return this.#upAt === undefined || this.#upAt < began ? 0 : now - this.#upAt
  }

  #delay(outageMs: number): number {
    const { random, reconnection } = this.#settings
    // Attempts that are numbered are not squandered within a second.
    const isBounded = reconnection.maxRetries > 0
    if (!isBounded && outageMs < EAGER_MS) return backoffDelay(this.#failures, EAGER, random)
    const { retryDelay } = reconnection
    const later = { initialDelay: retryDelay, maxDelay: retryDelay * 5, backoffMultiplier: 2, jitterFactor: 1 }
    return backoffDelay(isBounded ? this.#failures : Math.max(1, this.#failures - EAGER_FAILURES), later, random)
  }

  /** From connecting to the end of the connection. Returns why it ended; never rejects. */
  async #live(stopped: AbortSignal): Promise<string> {
    let client: Client | undefined
    try {
      client = await this.#open(stopped)
      if (client === undefined) return 'disconnected'
      await this.#prepared(client, stopped)
    } catch (error) {
      client?.destroy('not usable')
      if (stopped.aborted) return 'disconnected'
      const failure = connectionError(this.name, client?.address ?? this.#settings.address, error)
      this.#events.failed(failure, false)
      return failure.message
    }
    if (stopped.aborted) {
      client.destroy('disconnected')
      return 'disconnected'
    }
    return this.#use(client)
  }

  /** Nothing when it is stopped meanwhile: what comes of it then is closed. */
  async #open(stopped: AbortSignal): Promise<Client | undefined> {
    const { connectTimeout, watchdog } = this.#settings
    const timeoutMs = Math.min(connectTimeout / 2, Math.max(1_000, watchdog.timeoutMs * 2))
    const opening = this.#resolve(timeoutMs).then((address) =>
      stopped.aborted ? undefined : openClient({ link: this.name, address, settings: this.#settings, timeoutMs }),
    )
    const client = await unlessAborted(stopped, opening)
    if (client === undefined) opening.then((late) => late?.destroy('disconnected')).catch(() => undefined)
    return client
  }

  /** @throws whatever keeps it from being used */
  async #prepared(client: Client, stopped: AbortSignal): Promise<void> {
    const address = shownAddress(client.address)
    const lost = client.ended.then((reason) => {
      throw new LinkError(this.name, address, reason)
    })
    await unlessAborted(stopped, Promise.race([this.#prepare(client), lost]))
  }

  async #prepare(client: Client): Promise<void> {
    const address = shownAddress(client.address)
    const { clock, connectTimeout } = this.#settings
    const late = () => new LinkError(this.name, address, `not ready within ${connectTimeout} ms`)
    const ready = checkRole(client).then(() => this.#events.prepare(client))
    await withDeadline(clock, connectTimeout, ready, late)
  }

  async #use(client: Client): Promise<string> {
    this.#client = client
    this.#upAt = this.#settings.clock.monotonic()
    const stopWatching = watch(client, this.#settings, this.name === 'publisher')
    this.#ups += 1
    this.#events.up()
    const reason = await client.ended
    stopWatching()
    client.destroy(reason)
    this.#client = undefined
    this.#lastCause = reason
    this.#events.down(reason)
    return reason
  }
}

/** The promise; nothing once the signal comes. */
function unlessAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const abort = () => resolve(undefined)
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
