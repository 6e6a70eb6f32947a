import { z } from 'zod'
import type { LifeState } from '../../src/engine/life.ts'
import { defineStrategy } from '../../src/strategy/define-strategy.ts'
import type { Intent } from '../../src/strategy/intent.ts'
import type { AnyStrategy } from '../../src/strategy/strategy.ts'
import { EXCHANGES } from './happening.ts'

const MARKETS = EXCHANGES.map((exchange) => ({ exchange, symbol: 'BTC/USDT' }) as const)

export interface Script {
  readonly steps: readonly (readonly Intent[])[]
}

interface ScriptState {
  step: number
  fills: number
}

/** Answers every price with the next line of its script: the same again, whoever plays it. */
export const scripted = defineStrategy<Script, ScriptState>({
  name: 'scripted',
  version: 1,
  params: z.custom<Script>(),
  state: () => ({ step: 0, fills: 0 }),
  subscriptions: () =>
    MARKETS.flatMap((market) => [
      { ...market, channel: 'ticker' as const },
      { ...market, channel: 'orderbook' as const },
    ]),
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
