import { type Deferred, deferred, Emitter } from '@md/runtime'
import {
  EVENT_TYPES,
  type EventBridge,
  type EventFilter,
  type EventOrigin,
  type EventType,
  type MarketEvent,
  reportOf,
  type Subscription,
} from '@md/types'
import { BridgeCore } from './bridge-core.ts'
import type { BridgeEventMap, Told } from './bridge-events.ts'
import type { RedisBridgeMetrics } from './bridge-metrics.ts'
import { checkEventType, checkFilter } from './check-subscription.ts'
import { BridgeClosedError, ConnectTimeoutError, ListenerError } from './errors.ts'
import { withDeadline } from './link/deadline.ts'
import { type Replayed, type ReplayOptions, replayLogs } from './replay.ts'
import { type RedisEventBridgeOptions, settingsOf } from './settings.ts'

/** One market feed in many processes, over Redis. */
export class RedisEventBridge implements EventBridge {
  readonly #emitter: Emitter<BridgeEventMap & { told: Told }>
  readonly #core: BridgeCore
  #connecting: Deferred<void> | undefined
  #closing: Promise<void> | undefined
  /** How often it was told to disconnect. */
  #closings = 0

  /** @throws InvalidInputError for a value that cannot be used */
  constructor(options: RedisEventBridgeOptions = {}) {
    this.#emitter = new Emitter((error, type) => this.#listenerThrew(error, type))
    this.#core = new BridgeCore(settingsOf(options), {
      tell: (event, origin) => this.#tell(event, origin),
      ready: () => this.#ready(),
      lost: (reason) => this.#emitter.emit('disconnected', { reason }),
      reconnecting: (news) => this.#emitter.emit('reconnecting', news),
      failed: (error) => this.#emitter.emit('error', reportOf(error)),
      ended: (error) => this.#ended(error),
      listenerThrew: (error, type) => this.#listenerThrew(error, type),
    })
  }

  get instanceId(): string {
    return this.#core.settings.instanceId
  }

  /**
   * Resolves when Redis is reached. Idempotent.
   * @throws AccessRefusedError, PartitionsDifferError, RetriesSpentError, or ConnectTimeoutError while it goes on trying
   */
  async connect(): Promise<void> {
    const closings = this.#closings
    if (this.#closing !== undefined) await this.#closing
    if (closings !== this.#closings) throw new BridgeClosedError('connecting')
    if (this.#core.ready) return
    const { clock, connectTimeout, logger } = this.#core.settings
    if (this.#connecting === undefined) {
      logger.debug({ instanceId: this.instanceId }, 'Initializing Redis event bridge')
      this.#connecting = deferred<void>()
      this.#connecting.promise.catch(() => undefined)
    }
    const { promise } = this.#connecting
    this.#core.open()
    const late = () => new ConnectTimeoutError(connectTimeout, this.#core.lastFailure ?? 'no answer')
    try {
      await withDeadline(clock, connectTimeout, promise, late)
    } catch (error) {
      if (error instanceof ConnectTimeoutError) this.#core.failed(error)
      throw error
    }
  }

  /** Says what is still unsaid, within a second; then nothing of it is left. Idempotent. Never rejects. */
  disconnect(): Promise<void> {
    this.#closings += 1
    if (this.#core.isOpen) {
      this.#closing = this.#close().finally(() => {
        this.#closing = undefined
      })
    }
    return this.#closing ?? Promise.resolve()
  }

  isReady(): boolean {
    return this.#core.ready
  }

  getMetrics(): RedisBridgeMetrics {
    return this.#core.metrics()
  }

  /** Queues synchronously, never throws, resolves when accepted; what is not accepted is counted as dropped. */
  publish(event: MarketEvent): Promise<void> {
    this.#core.publish(event)
    return ACCEPTED
  }

  /** Resolves when Redis has acknowledged everything published so far, or it was given up. */
  flush(): Promise<void> {
    return this.#core.flush()
  }

  /** @throws InvalidInputError for an unknown type or filter */
  async subscribe(type: EventType, filter: EventFilter = {}): Promise<void> {
    checkEventType(type)
    checkFilter(filter)
    await this.#subscribe([type], filter)
  }

  async unsubscribe(type: EventType, filter: EventFilter = {}): Promise<void> {
    if (!this.#core.interests.remove(type, filter)) return
    await this.#core.subscriptionsChanged()
    this.#emitter.emit('unsubscribed', { type, filter })
  }

  subscribeAll(): Promise<void> {
    return this.#subscribe(EVENT_TYPES, {})
  }

  async unsubscribeAll(): Promise<void> {
    const removed = this.#core.interests.clear()
    if (removed.length === 0) return
    await this.#core.subscriptionsChanged()
    for (const { filter, type } of removed) this.#emitter.emit('unsubscribed', { type, filter })
  }

  /** Returns its own removal. A listener that throws is counted, reported as `error`, and hurts nobody else. */
  on<T extends keyof BridgeEventMap>(type: T, listener: (data: BridgeEventMap[T]) => void): () => void {
    return this.#emitter.on(type, listener as (data: (BridgeEventMap & { told: Told })[T]) => void)
  }

  onEvent(listener: (event: MarketEvent, origin: EventOrigin) => void): () => void {
    return this.#emitter.on('told', ({ event, origin }) => listener(event, origin))
  }

  /** Kept in Redis for as long as this bridge lives, and a little longer. */
  demand(wants: readonly Subscription[]): Promise<void> {
    return this.#core.demand.want(wants)
  }

  onDemand(listener: (wants: readonly Subscription[]) => void): () => void {
    return this.#core.demand.listen(listener)
  }

  /** Told at once how it stands. Without a lease a bridge leads as soon as it may publish. */
  onLeadership(listener: (leading: boolean) => void): () => void {
    return this.#core.leadership.listen(listener)
  }

  /** What the log has: from its beginning or from a time (ms since the epoch), and on, if it shall follow. */
  replay(options: ReplayOptions = {}): AsyncIterableIterator<Replayed> {
    const { links, names, settings } = this.#core
    return replayLogs(links, names, settings, options)
  }

  async #subscribe(types: readonly EventType[], filter: EventFilter): Promise<void> {
    const added = types.filter((type) => this.#core.interests.add(type, filter))
    if (added.length === 0) return
    await this.#core.subscriptionsChanged()
    for (const type of added) {
      this.#core.settings.logger.debug({ type, ...filter }, 'Subscribed to Redis channel')
      this.#emitter.emit('subscribed', { type, filter })
    }
  }

  #tell(event: MarketEvent, origin: EventOrigin): void {
    this.#emitter.emit(event.type, event.data as never)
    this.#emitter.emit('told', { event, origin })
  }

  #ready(): void {
    this.#connecting?.resolve()
    this.#connecting = undefined
    this.#emitter.emit('connected', { instanceId: this.instanceId })
  }

  #ended(error: Error): void {
    this.#connecting?.reject(error)
    this.#connecting = undefined
  }

  #listenerThrew(error: unknown, type: string): void {
    this.#core.counters.handlerErrors += 1
    this.#core.settings.logger.error({ error }, 'a listener of the bridge threw')
    if (type !== 'error') this.#emitter.emit('error', reportOf(new ListenerError(type, error)))
  }

  async #close(): Promise<void> {
    this.#ended(new BridgeClosedError('connecting'))
    const wasReady = await this.#core.close()
    if (wasReady) this.#emitter.emit('disconnected', { reason: 'disconnected' })
  }
}

const ACCEPTED = Promise.resolve()
