import type { Balance, Candle, ExchangeId, Fill, Instrument, MarketEvent, OrderState, Outcome } from '@md/types'
import type { BotConfig } from '../engine/bot.ts'
import type { Order } from '../orders/order.ts'
import type { Refusal } from '../risk/refusal.ts'
import type { StoredBot } from '../store/store.ts'

/**
 * Everything that happens to a bot, in the order in which it happened. `n` is +1 per entry, `at` is engine time.
 * A store keeps the entries that count alone, so `n` leaps there; a sink is given all of them.
 */
export type JournalEntry = { readonly n: number; readonly at: number } & JournalBody

export type JournalBody = InputBody | DecisionBody

/** What came in. Played again in order, it gives the same decisions. */
export type InputBody =
  /** First of every run: what the bot is told to be, and what it knows from before. */
  | {
      readonly type: 'begin'
      readonly strategy: { readonly name: string; readonly version: number }
      readonly config: BotConfig
      readonly fence: number
      readonly instruments: readonly Instrument[]
      readonly restored: StoredBot
    }
  | { readonly type: 'market'; readonly event: RecordedEvent }
  | { readonly type: 'warm-up'; readonly candle: Candle }
  | { readonly type: 'timer'; readonly name: string; readonly dueAt: number }
  | {
      readonly type: 'outcome'
      readonly clientOrderId: string
      readonly of: 'place' | 'cancel'
      readonly outcome: Outcome
    }
  /** Asked of the venue by client order id; `state` undefined: the venue has settled that it does not have it. */
  | { readonly type: 'found'; readonly clientOrderId: string; readonly state: OrderState | undefined }
  | { readonly type: 'order'; readonly state: OrderState }
  | { readonly type: 'fill'; readonly fill: Fill }
  | { readonly type: 'balance'; readonly exchange: ExchangeId; readonly balance: Balance }
  /** Whether orders, fills and balances agree with the venue's; nothing leaves before they do. */
  | { readonly type: 'reconciled'; readonly ok: boolean; readonly reason: string }
  /** An order of this bot that the venue works and the journal does not know. */
  | { readonly type: 'adopted'; readonly order: Order; readonly cancel: boolean }
  /** The venue has something else than the ledger says. */
  | { readonly type: 'adjustment'; readonly reason: string; readonly detail: string }
  | { readonly type: 'venue'; readonly exchange: ExchangeId; readonly connected: boolean; readonly reason: string }
  | {
      readonly type: 'health'
      readonly of: 'price' | 'store'
      readonly live: boolean
      /** Of a price: `BTC/USDT@binance`. */
      readonly market?: string
      readonly reason: string
    }
  | { readonly type: 'command'; readonly command: BotCommand; readonly reason: string }
  /** What limits shared with other bots said of order `sequence`. */
  | { readonly type: 'shared-refusal'; readonly sequence: number; readonly refusal: Refusal }

/** `initialize`, `start`, `fail` and `ended` come from the engine itself, the others from an operator. */
export type BotCommand =
  | 'initialize'
  | 'start'
  | 'pause'
  | 'resume'
  | 'halt'
  | 'rearm'
  | 'flatten'
  | 'stop'
  | 'fail'
  | 'ended'

/** What the bot made of it. */
export type DecisionBody =
  /** A book had moved on since the bot was told of it last, and something was decided by it: as it was then, whole. */
  | { readonly type: 'look'; readonly book: RecordedBook['data'] }
  | { readonly type: 'intent'; readonly order: Order }
  | { readonly type: 'cancel'; readonly clientOrderId: string; readonly because: string }
  | { readonly type: 'refusal'; readonly ref: string; readonly refusal: Refusal }
  /** A position that was opened by hand, as the fill it would have been. */
  | { readonly type: 'taken-over'; readonly fill: Fill }
  | { readonly type: 'exit'; readonly market: string; readonly reason: string; readonly price: number | undefined }
  | { readonly type: 'life'; readonly from: string; readonly to: string; readonly reason: string }
  | { readonly type: 'note'; readonly message: string }
  | { readonly type: 'fault'; readonly hook: string; readonly message: string }
  /**
   * Strategy state (of its `version`), timers and guards after a step that changed something that counts, where they are
   * not what the entry of this type before it says. JSON.
   */
  | { readonly type: 'state'; readonly version: number; readonly state: unknown; readonly keep: unknown }

/** A market event as data. A book travels as its change, whose levels make the same book where it is played. */
export type RecordedEvent = Exclude<MarketEvent, { readonly type: 'orderbook' }> | RecordedBook

export interface RecordedBook {
  readonly type: 'orderbook'
  readonly data: Pick<
    Extract<MarketEvent, { readonly type: 'orderbook' }>['data'],
    'exchange' | 'symbol' | 'timestamp' | 'receivedAt' | 'status' | 'integrity' | 'change'
  >
}

/**
 * Where every entry goes, inputs included: a file, an array, a hash. Never throws, never waits. A strategy's state in an
 * entry is the live one: text or a copy is what can be kept.
 */
export interface JournalSink {
  /** True: it has no use for market events and books, so they need not be made into entries. They are numbered all the same. */
  readonly withoutMarket?: boolean
  write(entry: JournalEntry): void
}
