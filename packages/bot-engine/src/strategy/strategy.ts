import type {
  Candle,
  Conflation,
  ConnectionState,
  ExchangeId,
  Fill,
  Interval,
  Market,
  OrderBook,
  Subscription,
  Ticker,
  Trade,
} from '@md/types'
import type { ZodType } from 'zod'
import type { OrderView } from '../orders/order.ts'
import type { BotContext, PositionView } from './context.ts'
import type { Intent } from './intent.ts'

export type BotSubscription = Subscription & {
  /** Unset: every event. */
  readonly conflate?: Conflation
  /** Candles only: the `candle` hook hears of unfinished ones as well. */
  readonly unfinished?: boolean
}

/** Closed candles that are played to the `candle` hook before `start`, oldest first; what it returns then is ignored. */
export interface WarmUp extends Market {
  readonly interval: Interval
  readonly count: number
}

export interface TimerInput {
  readonly name: string
  /** When it was due; never later than `ctx.now`. */
  readonly dueAt: number
}

export interface Connectivity {
  readonly source: 'feed' | 'venue'
  readonly exchange: ExchangeId
  readonly connected: boolean
  readonly state?: ConnectionState
  readonly reason: string
}

export type Answer = Intent | readonly Intent[] | undefined

/** Called synchronously, one at a time, in the order of the inputs. */
export interface Hooks<P, S, I> {
  /** Once the bot is reconciled and warm, before any other hook but warm-up candles. */
  start?(ctx: BotContext<P, S, I>): Answer
  ticker?(ctx: BotContext<P, S, I>, ticker: Ticker): Answer
  trade?(ctx: BotContext<P, S, I>, trade: Trade): Answer
  book?(ctx: BotContext<P, S, I>, book: OrderBook): Answer
  /** Closed candles, unless the subscription asks for unfinished ones. */
  candle?(ctx: BotContext<P, S, I>, candle: Candle): Answer
  timer?(ctx: BotContext<P, S, I>, timer: TimerInput): Answer
  /** One of the bot's orders has another status, or was refused by the risk chain (`status: 'refused'`). */
  order?(ctx: BotContext<P, S, I>, order: OrderView): Answer
  fill?(ctx: BotContext<P, S, I>, fill: Fill): Answer
  /** After the fills that changed it. */
  position?(ctx: BotContext<P, S, I>, position: PositionView): Answer
  connectivity?(ctx: BotContext<P, S, I>, connectivity: Connectivity): Answer
  /** Last; orders are not taken any more. */
  stop?(ctx: BotContext<P, S, I>): Answer
}

export interface Strategy<P = unknown, S = unknown, I = unknown> {
  /** Kebab-case. */
  readonly name: string
  /** Of the shape of `state`. Raise it with `migrate`. */
  readonly version: number
  readonly params: ZodType<P>
  state(params: P): S
  /** Indicators and other things that are not kept. */
  indicators(params: P): I
  subscriptions(params: P): readonly BotSubscription[]
  warmup?(params: P): readonly WarmUp[]
  /** State of an earlier version. Unset: such a store is refused. */
  migrate?(state: unknown, version: number): S
  readonly hooks: Hooks<P, S, I>
}

/** A strategy whose parameters nobody has to know: what engines and registries hold. */
export type AnyStrategy = Strategy
