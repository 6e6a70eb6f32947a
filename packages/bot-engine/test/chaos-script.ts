import { z } from 'zod'
import type { LifeState } from '../src/engine/life.ts'
import type { PaperFault } from '../src/paper/faults.ts'
import { defineStrategy } from '../src/strategy/define-strategy.ts'
import type { Intent } from '../src/strategy/intent.ts'
import type { AnyStrategy } from '../src/strategy/strategy.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

/** What may happen to a bot in the next moment. */
export type Happening =
  | { readonly kind: 'price'; readonly last: number; readonly wants: readonly Intent[] }
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'faults'; readonly next: readonly (PaperFault | undefined)[] }
  | { readonly kind: 'command'; readonly command: 'pause' | 'resume' | 'flatten' | 'halt' | 'rearm' }
  | { readonly kind: 'cut' | 'mend' | 'book-lost' | 'crash' }

export interface Script {
  readonly steps: readonly (readonly Intent[])[]
}

/** Answers every price with the next line of its script: the same again, whoever plays it. */
export const scripted = defineStrategy<Script, { step: number; fills: number }>({
  name: 'scripted',
  version: 1,
  params: z.custom<Script>(),
  state: () => ({ step: 0, fills: 0 }),
  subscriptions: () => [
    { ...MARKET, channel: 'ticker' },
    { ...MARKET, channel: 'orderbook' },
  ],
  hooks: {
    ticker(ctx) {
      ctx.state.step += 1
      return ctx.params.steps[ctx.state.step - 1] ?? []
    },
    fill(ctx) {
      ctx.state.fills += 1
      return undefined
    },
  },
}) as AnyStrategy

/** What may follow each state of a life. */
export const NEXT: Readonly<Record<LifeState, readonly LifeState[]>> = {
  created: ['initializing'],
  initializing: ['running', 'degraded', 'paused', 'failed', 'stopping', 'stopped'],
  running: ['degraded', 'paused', 'failed', 'stopping', 'stopped'],
  degraded: ['running', 'paused', 'failed', 'stopping', 'stopped'],
  paused: ['running', 'degraded', 'failed', 'stopping', 'stopped'],
  failed: ['running', 'degraded', 'paused', 'stopping', 'stopped'],
  stopping: ['stopped'],
  stopped: [],
}
