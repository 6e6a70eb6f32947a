import { type BackoffPolicy, backoffDelay, type Emitter, sleep } from '@md/runtime'
import { reportOf } from '@md/types'
import type { StoredBot } from '../store/store.ts'
import { assembled, instrumentsOf, isHopeless } from './beginning.ts'
import type { BotConfig } from './bot.ts'
import type { BotCore } from './bot-core.ts'
import type { BotEvents } from './effects.ts'
import { hasEnded } from './ending.ts'
import { HeldLease } from './held-lease.ts'
import type { Input } from './input.ts'
import { marketsOf } from './markets.ts'
import type { BotOptions } from './options.ts'
import type { Recorder } from './recorder.ts'
import { savedStateOf } from './saved-state.ts'
import { SlowHooks } from './slow-hooks.ts'
import { StalePrice } from './stale-price.ts'
import { Subscriptions } from './subscriptions.ts'
import { VenueSide } from './venue-side.ts'
import { WarmUps } from './warm-ups.ts'
import { World } from './world.ts'

const RETRY: BackoffPolicy = { initialDelay: 1_000, maxDelay: 30_000, backoffMultiplier: 2, jitterFactor: 0 }

/** How long fills that the venue has told of may take to come by themselves, ms. */
const LATE_FILL_MS = 1_000

/** How often it is looked whether a bot that ends has ended, ms. */
const LOOK_MS = 20

export interface SessionParts {
  readonly options: BotOptions
  readonly config: BotConfig
  readonly recorder: Recorder
  readonly emitter: Emitter<BotEvents>
  readonly post: (input: Input) => void
  /** Before its first input. */
  readonly assembled: (core: BotCore) => void
}

/** One life of a bot, from its lease to its release. What can be waited for is tried again until it works. */
export class Session {
  core: BotCore | undefined
  readonly #parts: SessionParts
  readonly #end = new AbortController()
  readonly #warmUps: WarmUps
  readonly #subscriptions: Subscriptions
  readonly #stale: StalePrice
  readonly #lease: HeldLease
  #stored: StoredBot | undefined
  #world: World | undefined
  #venues: VenueSide | undefined
  #busy = 0
  #hasBegun = false
  #closing: Promise<void> | undefined

  constructor(parts: SessionParts) {
    const { clock, feed, id, logger, reference, staleAfterMs = 30_000 } = parts.options
    this.#parts = parts
    this.#lease = new HeldLease(parts.options)
    this.#warmUps = new WarmUps({ botId: id, reference, clock, logger, post: parts.post })
    this.#subscriptions = new Subscriptions({
      feed,
      clock,
      logger,
      listener: parts.post,
      candleListener: this.#warmUps.hear,
    })
    this.#stale = new StalePrice({
      clock,
      afterMs: staleAfterMs,
      watches: () => this.core?.bot.watches,
      post: parts.post,
    })
  }

  get isIdle(): boolean {
    return this.#busy === 0 && (this.#world?.isIdle ?? true)
  }

  async settled(): Promise<void> {
    await this.#venues?.audited
    await this.#world?.settled()
  }

  /** @throws what no waiting will mend */
  async open(): Promise<void> {
    const { id, store } = this.#parts.options
    await this.#lease.acquire((reason) => this.#loseLease(reason))
    if (this.#end.signal.aborted) return this.#lease.release()
    this.#stored = await store.load(id)
    await this.#prepare(1)
  }

  /** By the policy for open orders, within the deadline; what is not done by then is left to the next start. */
  close(reason: string, deadlineMs: number): Promise<void> {
    this.#closing ??= this.#close(reason, deadlineMs)
    return this.#closing
  }

  async #close(reason: string, deadlineMs: number): Promise<void> {
    const { clock, logger, id } = this.#parts.options
    if (this.#end.signal.aborted) return
    this.#parts.post({ type: 'command', command: 'stop', reason })
    // A start that is under way is not waited for.
    if (!this.#hasBegun) this.#end.abort()
    const deadline = clock.monotonic() + deadlineMs
    while (!this.#isDone() && clock.monotonic() < deadline) await sleep(clock, LOOK_MS)
    if (!this.#isDone())
      logger.warn({ botId: id, orders: this.core?.bot.orders.open.length }, 'a bot ends with work undone')
    this.#end.abort()
    this.#stale.stop()
    await this.#subscriptions.close()
    this.#parts.post({ type: 'command', command: 'ended', reason })
    this.#world?.close()
    await this.#world?.written()
    await this.#snapshot()
    await this.abandon()
  }

  /** Lets go of everything, as it is. */
  async abandon(): Promise<void> {
    this.#end.abort()
    this.#stale.stop()
    this.#world?.close()
    await this.#subscriptions.close()
    await this.#venues?.leave()
    await this.#lease.release()
  }

  async #prepare(attempt: number): Promise<void> {
    const { clock, id, logger } = this.#parts.options
    this.#busy += 1
    try {
      if (this.core === undefined) await this.#assemble()
      await this.#venues?.join()
      if (!this.#end.signal.aborted) await this.#venues?.reconcile()
      if (!this.#end.signal.aborted) await this.#begin()
    } catch (error) {
      if (this.#end.signal.aborted) return
      if (isHopeless(error)) throw error
      const retryInMs = backoffDelay(attempt, RETRY, () => 0)
      logger.warn({ botId: id, ...reportOf(error), retryInMs }, 'a bot cannot begin yet')
      void sleep(clock, retryInMs, this.#end.signal).then(() => this.#again(attempt + 1))
    } finally {
      this.#busy -= 1
    }
  }

  /** Nobody waits for it any more: what cannot be mended is told. */
  async #again(attempt: number): Promise<void> {
    if (this.#end.signal.aborted) return
    try {
      await this.#prepare(attempt)
    } catch (error) {
      const { clock, id, logger } = this.#parts.options
      const report = reportOf(error)
      logger.error({ botId: id, ...report }, 'a bot cannot begin')
      this.#parts.emitter.emit('fault', { ...report, where: 'start', at: clock.now() })
    }
  }

  async #assemble(): Promise<void> {
    const { emitter, options, post, recorder } = this.#parts
    const { accounts, clock, id, logger, reference, sharedRisk = [], store, strategy } = options
    const instruments = await instrumentsOf(marketsOf(strategy.subscriptions(this.#parts.config.params)), reference)
    const lease = this.#lease.current
    if (lease === undefined || this.#stored === undefined || this.#end.signal.aborted) return
    const slow = new SlowHooks({ options, post })
    const world = new World({
      botId: id,
      clock,
      logger,
      store,
      lease,
      accounts,
      sharedRisk,
      emitter,
      post,
      current: (clientOrderId) => this.core?.bot.orders.get(clientOrderId),
      engineTime: () => recorder.timeAt(clock.now()),
      nextTimer: () => this.core?.bot.timers.next,
      figures: () => this.core?.figures(),
      snapshot: () => void this.#snapshot(),
      lacksFills: () => void sleep(clock, LATE_FILL_MS, this.#end.signal).then(() => this.#venues?.audit()),
      requestStop: (reason) => void this.close(reason, 10_000),
    })
    recorder.advanceTo(clock.now())
    this.#world = world
    this.core = assembled(strategy, {
      config: this.#parts.config,
      effects: world,
      recorder,
      instruments,
      stored: this.#stored,
      fence: lease.fence,
      onSlow: slow.onSlow,
    })
    this.#parts.assembled(this.core)
    this.#venues = new VenueSide({ options, core: this.core, world, post, signal: this.#end.signal })
    const { damage } = this.#stored
    post({ type: 'command', command: 'initialize', reason: damage ?? 'asked to' })
    if (damage !== undefined) logger.error({ botId: id, damage }, 'the end of the journal of a bot was damaged')
    this.#stored = undefined
  }

  async #begin(): Promise<void> {
    const { options, post } = this.#parts
    const { core } = this
    if (core === undefined || this.#end.signal.aborted) return
    const wants = options.strategy.subscriptions(this.#parts.config.params)
    this.#subscriptions.open(wants)
    const cold = await this.#warmUps.play(options.strategy.warmup?.(this.#parts.config.params) ?? [])
    if (this.#end.signal.aborted) return
    this.#hasBegun = true
    const reason = cold.length === 0 ? 'reconciled and warm' : `reconciled, cold: ${cold.join('; ')}`
    post({ type: 'command', command: 'start', reason })
    this.#warmUps.release()
    this.#stale.start()
    this.#world?.wakeAt(core.bot.timers.next?.dueAt)
  }

  /** Nothing is sent any more, cancels included: somebody else may run the bot now. */
  #loseLease(reason: string): void {
    if (this.#end.signal.aborted) return
    this.#parts.options.logger.error({ botId: this.#parts.options.id, reason }, 'a bot has lost its lease')
    this.#world?.close()
    this.#parts.post({ type: 'command', command: 'ended', reason: `the lease is lost: ${reason}` })
    void this.abandon()
  }

  async #snapshot(): Promise<void> {
    const { core } = this
    const { id, logger, store } = this.#parts.options
    const lease = this.#lease.current
    if (core === undefined || lease === undefined) return
    const { n, now } = this.#parts.recorder
    try {
      await store.snapshot(lease, { n, at: now, state: savedStateOf(core.bot) })
    } catch (error) {
      // The journal has everything: the next start takes longer, and that is all.
      logger.warn({ botId: id, ...reportOf(error) }, 'a snapshot of a bot was not kept')
    }
  }

  #isDone(): boolean {
    const { core } = this
    return core === undefined || (this.isIdle && hasEnded(core))
  }
}
