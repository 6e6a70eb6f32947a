import { backoffDelay, type RollingWindow, sleep } from '@md/runtime'
import { ConnectionState, requestKey } from '@md/types'
import type { AdapterSettings } from '../options.ts'
import type { ExchangeProtocol, WireRequest } from '../protocol.ts'
import { Line, type LineEvents } from './line.ts'
import { ROTATED, Rotation } from './rotation.ts'
import type { SessionEnd } from './session.ts'

/** Where a shard stands, and why. */
export interface ShardStatus {
  readonly state: ConnectionState
  readonly reason: string
  /** While reconnecting: the attempt that comes next, from 1, and ms until it. */
  readonly attempt?: number
  readonly delayMs?: number
  /** The attempt before did not get as far as an open socket. */
  readonly failed?: boolean
  /** Connected, and not at the first attempt. */
  readonly again?: boolean
}

export interface ShardEvents extends LineEvents {
  status(status: ShardStatus): void
  /** A socket ended by itself. What came over it may be incomplete from here on. */
  lost(line: Line, reason: string): void
  /** A new socket has taken over. */
  promoted(line: Line, old: Line): void
  /** A line was closed by us: it has been replaced, or never took over. */
  retired(line: Line): void
}

export interface ShardParts {
  readonly protocol: ExchangeProtocol
  readonly settings: AdapterSettings
  /** Shared by the shards of an adapter: the venue counts connection attempts together. */
  readonly dials: RollingWindow | undefined
  readonly nextLineId: () => number
  readonly events: ShardEvents
}

/** How a line, with those that replaced it, came to its end. */
interface Loss {
  readonly reason: string
  readonly opened: boolean
  /**
   * The exchange has spoken, and the line outlived the back-off that led to it: an exchange that accepts and drops at
   * once must not look like a success.
   */
  readonly proven: boolean
}

/**
 * Keeps one socket open for as long as it is wanted. The control flow is the state machine: one loop, which always
 * watches the line that is current now, however often it has been replaced.
 */
export class Shard {
  readonly #parts: ShardParts
  readonly #wanted = new Map<string, WireRequest>()
  readonly #stopping = new AbortController()
  readonly #rotation: Rotation
  #current: Line | undefined
  #running: Promise<void> | undefined
  #status: ShardStatus = { state: ConnectionState.DISCONNECTED, reason: 'not connected yet' }

  constructor(parts: ShardParts) {
    this.#parts = parts
    this.#rotation = new Rotation({
      settings: parts.settings,
      stop: this.#stopping.signal,
      dial: () => this.#dial(),
      open: () => this.#open(false),
      current: () => this.#current,
      takeOver: (candidate, old) => {
        this.#current = candidate
        parts.events.promoted(candidate, old)
      },
      retired: parts.events.retired,
    })
  }

  get status(): ShardStatus {
    return this.#status
  }

  get size(): number {
    return this.#wanted.size
  }

  /** The line whose data counts. */
  get current(): Line | undefined {
    return this.#current
  }

  requests(): Iterable<WireRequest> {
    return this.#wanted.values()
  }

  has(key: string): boolean {
    return this.#wanted.has(key)
  }

  add(request: WireRequest): void {
    this.#wanted.set(requestKey(request), request)
    this.#onLines((line) => line.ledger.want(request))
  }

  remove(key: string): void {
    this.#wanted.delete(key)
    this.#onLines((line) => line.ledger.drop(key))
  }

  /** Asks for a subscription afresh. */
  renew(request: WireRequest): void {
    this.#wanted.set(requestKey(request), request)
    this.#onLines((line) => line.ledger.renew(request))
  }

  /** Asks for a subscription where it was refused. */
  retry(key: string): void {
    const request = this.#wanted.get(key)
    if (request === undefined) return
    this.#onLines(({ ledger }) => {
      if (!ledger.has(key)) ledger.want(request)
    })
  }

  /** What had to wait may be due. */
  wake(): void {
    this.#onLines(() => undefined)
  }

  start(): void {
    this.#running ??= this.#run(this.#stopping.signal)
  }

  /** Replaces the socket without missing anything. */
  rotate(reason: string): void {
    this.#rotation.begin(reason)
  }

  /** Resolves when every socket is closed. */
  async stop(reason: string): Promise<void> {
    this.#stopping.abort(reason)
    this.#current?.session.close(reason)
    await Promise.all([this.#running, this.#rotation.stopped(reason)])
  }

  async #run(stop: AbortSignal): Promise<void> {
    const { settings } = this.#parts
    this.#become({ state: ConnectionState.CONNECTING, reason: 'connect() was called' })
    let failures = 0
    while (!stop.aborted) {
      const { reason, opened, proven } = await this.#untilLost(failures, stop)
      if (stop.aborted) break

      failures = proven ? 1 : failures + 1
      if (failures > settings.reconnection.maxAttempts) {
        this.#become({ state: ConnectionState.TERMINATED, reason, failed: !opened, attempt: failures - 1 })
        return
      }
      const delayMs = backoffDelay(failures, settings.reconnection, settings.random)
      this.#become({ state: ConnectionState.RECONNECTING, reason, failed: !opened, attempt: failures, delayMs })
      await sleep(settings.clock, delayMs, stop)
    }
    this.#become({ state: ConnectionState.DISCONNECTED, reason: String(stop.reason) })
  }

  /** Opens a line and returns when it, and every line that replaced it, is gone. */
  async #untilLost(failures: number, stop: AbortSignal): Promise<Loss> {
    await this.#dial()
    if (stop.aborted) return { reason: String(stop.reason), opened: false, proven: false }

    let line = this.#open(true)
    this.#current = line
    if (await line.session.opened) this.#online(line)
    for (;;) {
      const end = await line.session.ended
      const replaced = this.#current !== line || this.#rotation.rescue()
      this.#tellLoss(line, end)
      if (!replaced) {
        const { reason, opened, heard, lived } = end
        this.#rotation.cancel()
        return { reason, opened, proven: heard && lived >= this.#patience(failures) }
      }
      line = this.#current ?? line
    }
  }

  /** A line that we closed, or that never opened, has lost nothing. */
  #tellLoss(line: Line, { reason, opened }: SessionEnd): void {
    if (opened && reason !== ROTATED && !this.#stopping.signal.aborted) this.#parts.events.lost(line, reason)
  }

  #online(line: Line): void {
    const again = this.#status.state === ConnectionState.RECONNECTING
    this.#become({ state: ConnectionState.CONNECTED, reason: `socket ${line.id} is open`, again })
    this.#rotation.plan()
  }

  /** The ceiling of the back-off after so many failures, in ms. */
  #patience(failures: number): number {
    const policy = { ...this.#parts.settings.reconnection, jitterFactor: 0 }
    return failures === 0 ? 0 : backoffDelay(failures, policy, () => 0)
  }

  #open(leading: boolean): Line {
    const { protocol, settings, nextLineId, events } = this.#parts
    return new Line(nextLineId(), protocol, settings, this.#wanted.values(), events, leading)
  }

  /** Waits until the venue allows one more connection, and counts it: of several who wait, one goes. */
  async #dial(): Promise<void> {
    const { dials, settings } = this.#parts
    const stop = this.#stopping.signal
    if (dials === undefined) return
    for (let ms = dials.delay(); ms > 0 && !stop.aborted; ms = dials.delay()) await sleep(settings.clock, ms, stop)
    if (!stop.aborted) dials.use()
  }

  #onLines(change: (line: Line) => void): void {
    for (const line of [this.#current, this.#rotation.candidate]) {
      if (line === undefined) continue
      change(line)
      line.session.wake()
    }
  }

  #become(status: ShardStatus): void {
    this.#status = status
    this.#parts.events.status(status)
  }
}
