import type { BotStatus, Latch, Order } from '@md/bot-engine'

/** What a bot has in its books at the end, as they are in the store. */
export interface BotReport {
  readonly id: string
  readonly status: BotStatus
  /** Every client order id that was written down before it was sent. */
  readonly intended: readonly string[]
  readonly adopted: readonly string[]
  readonly orders: readonly Order[]
  /** Of the market, as the snapshot has it. */
  readonly amount: string
  readonly cash: string
}

export interface Trouble {
  readonly botId: string
  readonly where: string
  readonly code: string
  readonly message: string
}

/** What a process of bots tells whoever started it. */
export type Word =
  | { readonly kind: 'running' }
  | { readonly kind: 'trouble'; readonly trouble: Trouble }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'unsettled'; readonly what: string }
  | { readonly kind: 'report'; readonly bots: readonly BotReport[]; readonly latches: readonly Latch[] }
