import { type Deferred, deferred, RollingWindow } from '@md/runtime'
import type { AdapterSettings } from '../options.ts'
import type { ExchangeProtocol } from '../protocol.ts'
import { keepAlive, type Pulse, probe, watchSilence } from './pulse.ts'
import type { Socket } from './socket.ts'

export interface SessionEnd {
  readonly reason: string
  readonly opened: boolean
  /** The exchange has said something: more than an accepted socket. */
  readonly heard: boolean
  /** ms from open to end. */
  readonly lived: number
}

export interface SessionHooks {
  /** A text frame within the size limit. */
  frame(frame: Buffer): void
  /** A frame that is not decoded, and why. */
  skipped(reason: 'oversized' | 'binary', bytes: number): void
  /** The next frame to send, if there is one. Asked for only when it may be sent. */
  next(): string | undefined
  /** A frame, ping or pong went out. */
  sent(): void
  /** Whether the exchange is expected to speak: something is subscribed. */
  expecting(): boolean
}

/** Frames above the decoding limit are still received up to this multiple, so that one of them does not cost the socket. */
const PAYLOAD_HEADROOM = 4
const SMALLEST_PAYLOAD_LIMIT = 32 * 1024 * 1024

/** What leaves a window apart may arrive closer together: the network delays one frame more than the next. In ms. */
const ARRIVAL_SPREAD = 250

/** An exchange that does not answer our close is left standing after this long, in ms. */
const CLOSE_PATIENCE = 1_000

/** One socket from its opening to its end: watched for silence, sending no faster than the venue allows. */
export class Session {
  readonly id: number
  readonly #protocol: ExchangeProtocol
  readonly #settings: AdapterSettings
  readonly #hooks: SessionHooks
  readonly #socket: Socket
  readonly #outbound: RollingWindow
  readonly #opened: Deferred<boolean> = deferred()
  readonly #ended: Deferred<SessionEnd> = deferred()
  readonly #timers = new Set<() => void>()
  #state: 'opening' | 'open' | 'closing' | 'ended' = 'opening'
  #openedAt = 0
  #received = 0
  #sent = 0
  #failure: string | undefined
  #pumpPlanned = false
  /** The exchange's ping that has not been answered yet. */
  #owed: Buffer | undefined
  readonly #pulse: Pulse = {
    asked: undefined,
    received: () => this.#received,
    expecting: () => this.#hooks.expecting(),
    room: () => this.#roomForPing(),
    ping: () => this.#ping(),
    fail: (reason) => this.fail(reason),
    after: (ms, task) => this.#after(ms, task),
  }

  constructor(id: number, protocol: ExchangeProtocol, settings: AdapterSettings, hooks: SessionHooks) {
    this.id = id
    this.#protocol = protocol
    this.#settings = settings
    this.#hooks = hooks
    const { limit, windowMs } = protocol.limits.outbound
    this.#outbound = new RollingWindow({ limit, windowMs: windowMs + ARRIVAL_SPREAD }, settings.clock)
    this.#after(settings.timeout, () => {
      if (this.#state === 'opening') this.fail(`no handshake within ${settings.timeout} ms`)
    })

    const maxPayload = Math.max(SMALLEST_PAYLOAD_LIMIT, protocol.limits.frameBytes * PAYLOAD_HEADROOM)
    this.#socket = settings.openSocket(settings.url, maxPayload, {
      open: () => this.#open(),
      frame: (data, binary) => this.#frame(data, binary),
      ping: (payload) => this.#pinged(payload),
      pong: () => {
        this.#received += 1
      },
      end: (reason) => this.#end(reason),
    })
  }

  /** True when it opened, false when it ended before. */
  get opened(): Promise<boolean> {
    return this.#opened.promise
  }

  get ended(): Promise<SessionEnd> {
    return this.#ended.promise
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** There may be something to send. Calls made in one turn go out together. */
  wake(): void {
    if (this.#pumpPlanned || this.#state !== 'open') return
    this.#pumpPlanned = true
    this.#after(this.#outbound.delay(this.#protocol.limits.outbound.reserve), () => {
      this.#pumpPlanned = false
      this.#pump()
    })
  }

  /** Proves that the exchange still answers; ends the session when it does not. */
  probe(): void {
    if (this.#state === 'open') probe(this.#pulse, this.#settings)
  }

  /** An orderly end; nothing is received any more. */
  close(reason: string): void {
    if (this.#state === 'closing' || this.#state === 'ended') return
    if (this.#state === 'opening') {
      this.fail(reason)
      return
    }
    this.#state = 'closing'
    this.#failure = reason
    this.#socket.close()
    this.#after(CLOSE_PATIENCE, () => this.#socket.terminate())
  }

  /** Ends at once. */
  fail(reason: string): void {
    if (this.#state === 'ended') return
    this.#failure ??= reason
    this.#socket.terminate()
    this.#end(reason)
  }

  #open(): void {
    if (this.#state !== 'opening') return
    this.#state = 'open'
    this.#openedAt = this.#settings.clock.monotonic()
    if (this.#protocol.greeting) this.#sendNow(this.#protocol.greeting())
    keepAlive(this.#pulse, this.#settings)
    watchSilence(this.#pulse, this.#protocol.limits.silence)
    this.#opened.resolve(true)
    this.wake()
  }

  #frame(data: Buffer, binary: boolean): void {
    if (this.#state !== 'open') return
    this.#received += 1
    if (binary) this.#hooks.skipped('binary', data.length)
    else if (data.length > this.#protocol.limits.frameBytes) this.#hooks.skipped('oversized', data.length)
    else this.#hooks.frame(data)
  }

  /** ms. An application-level ping is a frame beside the other. */
  #roomForPing(): number {
    const frames = (this.#protocol.limits.pongsCount ? 1 : 0) + (this.#protocol.ping ? 1 : 0)
    return frames === 0 ? 0 : this.#outbound.delay(frames - 1)
  }

  #ping(): void {
    this.#countSend(this.#protocol.limits.pongsCount)
    this.#socket.ping()
    if (this.#protocol.ping) this.#sendNow(this.#protocol.ping(this.#sent))
  }

  #pinged(payload: Buffer): void {
    if (this.#state !== 'open') return
    this.#received += 1
    const waiting = this.#owed !== undefined
    // RFC 6455, 5.5.3: of several pings the latest may be answered for all.
    this.#owed = payload
    if (!waiting) this.#pong()
  }

  #pong(): void {
    if (this.#state !== 'open' || this.#owed === undefined) return
    const { pongsCount } = this.#protocol.limits
    const wait = pongsCount ? this.#outbound.delay() : 0
    if (wait > 0) {
      this.#after(wait, () => this.#pong())
      return
    }
    this.#countSend(pongsCount)
    this.#socket.pong(this.#owed)
    this.#owed = undefined
  }

  #pump(): void {
    if (this.#state !== 'open') return
    const { reserve } = this.#protocol.limits.outbound
    while (this.#outbound.delay(reserve) === 0) {
      const text = this.#hooks.next()
      if (text === undefined) return
      this.#sendNow(text)
    }
    this.wake()
  }

  #sendNow(text: string): void {
    this.#countSend(true)
    this.#socket.send(text)
  }

  #countSend(limited: boolean): void {
    this.#sent += 1
    this.#hooks.sent()
    if (limited) this.#outbound.use()
  }

  #end(reason: string): void {
    if (this.#state === 'ended') return
    const opened = this.#state !== 'opening'
    this.#state = 'ended'
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
    this.#opened.resolve(false)
    this.#ended.resolve({
      reason: this.#failure ?? reason,
      opened,
      heard: this.#received > 0,
      lived: opened ? this.#settings.clock.monotonic() - this.#openedAt : 0,
    })
  }

  #after(ms: number, task: () => void): void {
    if (this.#state === 'ended') return
    const cancel = this.#settings.clock.after(ms, () => {
      this.#timers.delete(cancel)
      task()
    })
    this.#timers.add(cancel)
  }
}
