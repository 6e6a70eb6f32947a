import { type Deferred, deferred } from '@md/runtime'
import { reportOf } from '@md/types'
import { BridgeClosedError, ConnectTimeoutError } from '../errors.ts'
import { withDeadline } from '../link/deadline.ts'
import type { LinkEvents, LinkName } from '../link/link.ts'
import { partitionsOf } from '../link/links.ts'
import { Beats } from './beats.ts'
import { type Copy, entryCopier } from './copy-entry.ts'
import type { Flow } from './flow.ts'
import { Flows } from './flows.ts'
import { NearLogs } from './near-logs.ts'
import { Registers } from './registers.ts'
import { RelayEnd } from './relay-ends.ts'
import { type RedisRelayMetrics, RelayCounters } from './relay-metrics.ts'
import { type RedisRelayOptions, type RelaySettings, relaySettingsOf } from './relay-options.ts'
import { repeat } from './repeat.ts'
import { Trims } from './trims.ts'
import { Writers } from './writers.ts'

const READ_PAUSE_MS = 20
const BEAT_PAUSE_MS = 100
const LOOK_PAUSE_MS = 500
const COPY_PAUSE_MS = 250
const TRIM_PAUSE_MS = 5_000

/**
 * Copies chosen channels from one Redis to another, with writer, source, fence and sequence as they are: a bridge there
 * hears what it would hear here, and counts the same losses. What the near log still has is not lost, whatever is cut.
 */
export class RedisRelay {
  readonly #settings: RelaySettings
  readonly #counters = new RelayCounters()
  readonly #near: RelayEnd
  readonly #far: RelayEnd
  readonly #flows: Flows
  readonly #beats: Beats
  readonly #registers: Registers
  readonly #beatChannels: readonly ReturnType<Beats['channels']>[]
  #stop: AbortController | undefined
  #running: Promise<unknown> = Promise.resolve()
  #ready = quiet()
  #lagMs: number | undefined

  /** @throws InvalidInputError for a value that cannot be used */
  constructor(options: RedisRelayOptions) {
    this.#settings = relaySettingsOf(options)
    const { chosen, far, near } = this.#settings
    const counters = this.#counters
    this.#near = new RelayEnd(near, (name, index) => this.#nearEvents(name, index))
    this.#far = new RelayEnd(far, (name, index) => this.#farEvents(name, index))
    this.#flows = new Flows({
      nearNames: this.#near.names,
      farNames: this.#far.names,
      farLinks: this.#far.links,
      counters,
      failed: this.#failed,
      arrived: (flow, copies) => this.#arrived(flow, copies),
    })
    const ends = { near: this.#near, far: this.#far }
    const shared = { ends, flows: this.#flows, chosen, counters, monotonic: () => near.clock.monotonic() }
    this.#registers = new Registers(shared)
    this.#beats = new Beats({ ...shared, failed: this.#failed })
    this.#beatChannels = this.#near.links.subscriberLinks.map((_, i) => this.#beats.channels(partitionsOf(near, i)))
  }

  /**
   * Resolves when both ends are reached. Idempotent.
   * @throws ConnectTimeoutError while it goes on trying, or what makes trying useless
   */
  async start(): Promise<void> {
    const { near } = this.#settings
    if (this.#stop === undefined) {
      this.#stop = new AbortController()
      this.#ready = quiet()
      for (const link of [...this.#near.all, ...this.#far.all]) link.start()
      this.#running = this.#run(this.#stop.signal)
    }
    const late = () => new ConnectTimeoutError(near.connectTimeout, this.#counters.lastError ?? 'no answer')
    await withDeadline(near.clock, near.connectTimeout, this.#ready.promise, late)
  }

  /** Resolves when nothing of it is left. Idempotent. Never rejects. */
  async stop(): Promise<void> {
    this.#stop?.abort()
    this.#stop = undefined
    this.#ready.reject(new BridgeClosedError('starting the relay'))
    await Promise.all([...this.#near.all, ...this.#far.all].map((link) => link.stop()))
    await this.#running
    for (const flow of this.#flows) flow.rewind()
    this.#beats.clear()
  }

  isReady(): boolean {
    return this.#stop !== undefined && this.#near.up && this.#far.up
  }

  getMetrics(): RedisRelayMetrics {
    const linksOf = (end: 'from' | 'to', { all }: RelayEnd) =>
      all.map(({ lastCause, name, reconnects, up }) => ({ end, name, up, reconnects, lastCause }))
    return {
      ...this.#counters,
      connected: this.isReady(),
      logs: this.#flows.size,
      inFlightBytes: this.#flows.inFlight,
      lagMs: this.#lagMs,
      links: [...linksOf('from', this.#near), ...linksOf('to', this.#far)],
    }
  }

  async #run(stopped: AbortSignal): Promise<void> {
    const { chosen, maxBytes, near } = this.#settings
    const ends = { near: this.#near, far: this.#far }
    const writers = new Writers(ends, this.#flows)
    const trims = new Trims(ends, this.#flows)
    const copy = entryCopier(this.#far.names, chosen)
    const often = (pauseMs: number, task: () => Promise<'go on' | undefined>) =>
      repeat(task, { clock: near.clock, pauseMs, failed: this.#failed, stopped })
    const inAll = (task: (partition: number) => Promise<undefined>) => async () => {
      await Promise.all(Array.from({ length: near.partitions }, (_, partition) => task(partition)))
      return undefined
    }
    const readers = this.#near.readers.map((link, index) => {
      const partitions = partitionsOf(near, index)
      const counters = this.#counters
      return new NearLogs({ link, partitions, flows: this.#flows, copy, counters, maxBytes })
    })
    await Promise.all([
      ...readers.map((reader) => often(READ_PAUSE_MS, () => reader.read())),
      often(
        LOOK_PAUSE_MS,
        inAll((partition) => writers.look(partition)),
      ),
      often(
        COPY_PAUSE_MS,
        inAll((partition) => this.#registers.copy(partition)),
      ),
      often(BEAT_PAUSE_MS, async () => void this.#beats.tell()),
      often(TRIM_PAUSE_MS, () => trims.trim(Array.from({ length: near.partitions }, (_, p) => p))),
    ])
  }

  #arrived(flow: Flow, copies: readonly Copy[]): void {
    const publishedAt = copies.at(-1)?.publishedAt
    if (publishedAt !== undefined) this.#lagMs = this.#settings.near.clock.now() - publishedAt
    this.#registers.note(flow, copies)
    this.#beats.tell()
  }

  #nearEvents(name: LinkName, index: number): LinkEvents {
    const beats = () => (name === 'subscriber' ? this.#beatChannels[index] : undefined)
    return this.#events({
      prepare: async (client) => {
        if (name === 'publisher' && index === 0) await this.#near.meet(client)
        await beats()?.attach(client)
      },
      up: () => {
        if (name === 'publisher') this.#noteAll(partitionsOf(this.#settings.near, index))
      },
      down: () => beats()?.detach(),
    })
  }

  #farEvents(_name: LinkName, index: number): LinkEvents {
    const partitions = partitionsOf(this.#settings.far, index)
    return this.#events({
      prepare: async (client) => {
        if (index === 0) await this.#far.meet(client)
      },
      up: () => this.#noteAll(partitions),
      down: () => this.#flows.rewind(partitions),
    })
  }

  #events({ down, prepare, up }: Pick<LinkEvents, 'prepare' | 'up' | 'down'>): LinkEvents {
    return {
      prepare,
      down,
      up: () => {
        up()
        if (this.isReady()) this.#ready.resolve()
      },
      reconnecting: () => undefined,
      failed: (error, final) => {
        this.#failed(error)
        if (final || reportOf(error).recovery === 'stop') this.#ready.reject(error)
      },
    }
  }

  #noteAll(partitions: readonly number[]): void {
    for (const partition of partitions) {
      if (this.#near.links.commands(partition).up) this.#registers.noteAll(partition).catch(this.#failed)
    }
  }

  readonly #failed = (error: unknown): void => {
    const { code, context, message } = reportOf(error)
    this.#counters.errors += 1
    if (this.#counters.lastError !== message) this.#settings.near.logger.warn({ code, ...context }, message)
    this.#counters.lastError = message
  }
}

/** Its rejection need not be waited for. */
function quiet(): Deferred<void> {
  const result = deferred<void>()
  result.promise.catch(() => undefined)
  return result
}
