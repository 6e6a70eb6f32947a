import { Emitter } from '@md/runtime'
import { type Clock, InvalidInputError, reportOf, type Ticker } from '@md/types'
import type { BotCommand } from '../journal/entry.ts'
import { BookSequences, recordedEvent } from '../journal/record-event.ts'
import type { BotCore } from './bot-core.ts'
import { configOf } from './config.ts'
import type { BotEvents } from './effects.ts'
import { Inbox } from './inbox.ts'
import type { Input } from './input.ts'
import { isMarketEvent } from './input.ts'
import type { LifeState } from './life.ts'
import type { BotOptions } from './options.ts'
import { Recorder } from './recorder.ts'
import { Session } from './session.ts'
import { type BotStatus, statusOf } from './status.ts'

/** What an operator may tell a bot; ending it is `cleanup`. */
export type OperatorCommand = Extract<BotCommand, 'pause' | 'resume' | 'halt' | 'rearm' | 'flatten'>

type OperatorInput = Extract<Input, { readonly type: 'command' }>

/**
 * One bot: takes what a feed, a venue and a clock tell, one input at a time, and gives orders. It cannot tell a live
 * feed from a recording, nor paper from money; only what it is given differs.
 */
export class BotExecutionEngine {
  readonly id: string
  readonly #options: BotOptions
  readonly #emitter: Emitter<BotEvents>
  readonly #inbox: Inbox<Input>
  readonly #recorder: Recorder
  readonly #config: ReturnType<typeof configOf>
  readonly #clock: Clock
  #session: Session | undefined
  /** The session's, from when it is put together. */
  #core: BotCore | undefined
  #ended = false
  /** What an operator said before the bot was put together. */
  #early: OperatorInput[] = []

  /** @throws InvalidInputError for an id, parameters, limits or barriers that cannot be used */
  constructor(options: BotOptions) {
    this.#options = options
    this.#clock = options.clock
    this.#config = configOf(options)
    this.id = options.id
    this.#emitter = new Emitter<BotEvents>((error, type) =>
      options.logger.error({ botId: options.id, type, ...reportOf(error) }, 'a listener of a bot failed'),
    )
    const sequences = new BookSequences()
    this.#recorder = new Recorder(options.sink, (event) => recordedEvent(event, sequences))
    this.#inbox = new Inbox<Input>({
      handle: (input) => this.#handle(input),
      mayDrop: isMarketEvent,
      capacity: options.mailbox ?? 10_000,
    })
  }

  /** Price of the first market; `undefined` before the first. */
  get currentPrice(): number | undefined {
    return this.#core?.bot.firstWatch.price
  }

  /** When that price was received, ms since the epoch. */
  get lastPriceUpdate(): number | undefined {
    return this.#core?.bot.firstWatch.priceAt
  }

  /** Whether every exchange the bot listens to is known to be connected. */
  get websocketConnected(): boolean {
    return this.#core?.market.isConnected ?? false
  }

  get state(): LifeState {
    if (this.#core !== undefined) return this.#core.bot.life.state
    if (this.#ended) return 'stopped'
    return this.#session === undefined ? 'created' : 'initializing'
  }

  /** Returns its own removal. */
  on<T extends keyof BotEvents>(type: T, listener: (event: BotEvents[T]) => void): () => void {
    return this.#emitter.on(type, listener)
  }

  /**
   * Takes the lease, remembers, connects, reconciles, warms up and begins. Resolves when the bot runs, or runs
   * degraded because something cannot be reached yet: it goes on trying by itself.
   * @throws LeaseHeldError, InvalidInputError, StoreError: what no waiting will mend
   */
  async initialize(): Promise<void> {
    if (this.#session !== undefined || this.#ended)
      throw new InvalidInputError('bot', this.id, 'one that was not started before')
    this.#session = new Session({
      options: this.#options,
      config: this.#config,
      recorder: this.#recorder,
      emitter: this.#emitter,
      post: this.#post,
      assembled: (core) => {
        this.#core = core
      },
    })
    try {
      await this.#session.open()
    } catch (error) {
      const session = this.#session
      this.#session = undefined
      this.#core = undefined
      this.#early = []
      await session?.abandon()
      throw error
    }
  }

  /** The same as `initialize`. */
  start(): Promise<void> {
    return this.initialize()
  }

  /** A price, as if the feed had told it. Tickers of other markets are counted and ignored. */
  onPriceUpdate(ticker: Ticker): void {
    this.#post({ type: 'ticker', data: ticker })
  }

  /**
   * Journalled and obeyed before this returns, unless the bot is in the middle of an input, or not put together yet.
   * Nothing where it was never started, or has ended.
   */
  command(command: OperatorCommand, reason: string): void {
    const input = { type: 'command', command, reason } as const
    if (this.#core === undefined && this.#session !== undefined) this.#early.push(input)
    else this.#post(input)
  }

  /** Ends by the policy for open orders, or by `policy`, within `deadlineMs` (default 10000). Safe to call twice. */
  async cleanup(reason = 'asked to', { deadlineMs = 10_000 }: { readonly deadlineMs?: number } = {}): Promise<void> {
    const session = this.#session
    this.#ended = true
    await session?.close(reason, deadlineMs)
  }

  /** Whether nothing is being written, sent or found out. */
  get isIdle(): boolean {
    return this.#inbox.size === 0 && (this.#session?.isIdle ?? true)
  }

  /** Resolves when everything is durable, and every order that was sent has its answer. */
  async settled(): Promise<void> {
    await this.#session?.settled()
  }

  status(): BotStatus {
    return statusOf(this.state, this.#options, this.#core, this.#inbox.dropped)
  }

  readonly #post = (input: Input): void => {
    this.#inbox.post(input)
  }

  /** What happens before the bot is put together, or after it has ended, is nobody's. */
  #handle(input: Input): void {
    const core = this.#core
    if (core === undefined || core.bot.life.state === 'stopped') return
    core.handle(input, this.#clock.now())
    if (input.type === 'command' && this.#early.length > 0)
      for (const command of this.#early.splice(0)) this.#post(command)
  }
}
