import type { PaperFault } from '../../src/paper/faults.ts'
import type { Intent } from '../../src/strategy/intent.ts'

export const EXCHANGES = ['binance', 'okx'] as const

export type ChaosExchange = (typeof EXCHANGES)[number]

export const BOTS = ['one', 'two'] as const

export type ChaosBot = (typeof BOTS)[number]

export type Scope = 'process' | 'account' | ChaosBot

/** `fails`: nothing is kept. `slow`: what is given now is kept a moment later. */
export type StoreMood = 'well' | 'slow' | 'fails'

/**
 * `away`: nothing gets through, and everybody is told. `deaf`: what is sent arrives and questions are answered, but no
 * answer to an order comes back and no news, and nobody is told.
 */
export type LineState = 'back' | 'deaf' | 'away'

/** What may happen to the bots of a process in the next moment. */
export type Happening =
  | {
      readonly kind: 'price'
      readonly exchange: ChaosExchange
      readonly last: number
      /** What each of them wants the next time it is asked. */
      readonly wants: Readonly<Record<ChaosBot, readonly Intent[]>>
    }
  | { readonly kind: 'pass'; readonly ms: number }
  /** The wall clock is set, ms from the right time. */
  | { readonly kind: 'clock'; readonly offset: number }
  | {
      readonly kind: 'faults'
      readonly exchange: ChaosExchange
      readonly next: readonly (PaperFault | undefined)[]
    }
  | { readonly kind: 'command'; readonly bot: ChaosBot; readonly command: 'pause' | 'resume' | 'flatten' }
  | { readonly kind: 'halt' | 'rearm'; readonly scope: Scope }
  | { readonly kind: 'feed'; readonly exchange: ChaosExchange; readonly is: 'cut' | 'mended' | 'in doubt' }
  | { readonly kind: 'venue'; readonly exchange: ChaosExchange; readonly is: LineState }
  | { readonly kind: 'store'; readonly is: StoreMood }
  | { readonly kind: 'lease-lost'; readonly bot: ChaosBot }
  /** The process dies. Of what the store was given and had not kept, `kept` writes were on the disk. */
  | { readonly kind: 'crash'; readonly kept: number }
