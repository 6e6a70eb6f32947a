import type { Decimal, ErrorReport, ExchangeId, Fill } from '@md/types'
import type { JournalEntry } from '../journal/entry.ts'
import type { RoundTrip } from '../ledger/trip.ts'
import type { Order, OrderView, Purpose } from '../orders/order.ts'
import type { Refusal } from '../risk/refusal.ts'
import type { PositionView } from '../strategy/context.ts'
import type { LifeChange } from './life.ts'

/** What a bot tells whoever watches it. */
export interface BotEvents {
  /** Every change of the life, with its reason. */
  state: LifeChange
  order: OrderView
  fill: Fill
  position: PositionView
  /** A position was closed, or turned. */
  'round-trip': RoundTrip
  refusal: { readonly ref: string; readonly refusal: Refusal; readonly at: number }
  exit: { readonly market: string; readonly reason: string; readonly price: number | undefined; readonly at: number }
  note: { readonly message: string; readonly at: number }
  /** The strategy, or something the bot relies on, failed. */
  fault: ErrorReport & { readonly where: string; readonly at: number }
}

/** What a bot does to the world, handed in: the same bot in a replay does nothing at all. */
export interface Effects {
  clientOrderId(exchange: ExchangeId, sequence: number): string
  /** Makes the entries durable, and only then sends the orders and the cancels. Does not wait, does not throw. */
  commit(entries: readonly JournalEntry[], orders: readonly Order[], cancels: readonly Order[]): void
  /** Post a `timer` input for the bot's earliest timer. */
  wakeAt(dueAt: number | undefined): void
  /**
   * What limits shared with other bots say.
   * @param value exposure that the order adds; asked for only where there are such limits
   */
  sharedRefusal(sequence: number, exchange: ExchangeId, value: () => Decimal, purpose: Purpose): Refusal | undefined
  tell<T extends keyof BotEvents>(type: T, event: BotEvents[T]): void
  /** After every change of an order: nobody has to find out what is known now. */
  orderChanged(order: Order): void
  /** The venue works an order that has ended here. */
  cancelStray(order: Order): void
  readonly monotonic: () => number
  /** The bot wants to end. */
  requestStop(reason: string): void
}
