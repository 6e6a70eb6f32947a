import type { BotStatus, Latch, OrderView } from '@md/bot-engine'
import type { ErrorReport, Fill } from '@md/types'

/** What is told of one bot. Plain JSON; money in the quote currency of its first market. */
export interface BotReport extends BotStatus {
  readonly mode: 'paper' | 'live'
  readonly account: string
  /** Not undefined: nothing of it leaves, and this is why. */
  readonly halted: Latch | undefined
  /** Realised and unrealised, fees included. */
  readonly profit: number
  readonly lastOrder: (OrderView & { readonly at: number }) | undefined
  readonly lastFill: Fill | undefined
  readonly lastFault: (ErrorReport & { readonly at: number }) | undefined
}
