import type { TransportName } from './transport.ts'

/** What a process of the bench is asked to do, one thing after another. */
export type Call =
  | {
      readonly kind: 'open'
      readonly transport: TransportName
      readonly url: string
      readonly publishes: boolean
      readonly symbols: readonly string[]
    }
  /** As many as there is room for. */
  | { readonly kind: 'flood'; readonly events: number; readonly symbols: number }
  /** `from` a symbol's index on, evenly. */
  | { readonly kind: 'pace'; readonly perSecond: number; readonly seconds: number; readonly symbols: number }
  /** From here on is counted. */
  | { readonly kind: 'mark' }
  | { readonly kind: 'report' }
  | { readonly kind: 'weigh'; readonly bridges: number; readonly url: string }
  | { readonly kind: 'close' }

export interface WorkerReport {
  readonly published: number
  readonly received: number
  readonly disorder: number
  /** Of the transport, since it was opened. */
  readonly lost: number
  readonly publishDropped: number
  readonly ringBytes: number
  /** Since the mark. */
  readonly wallMs: number
  readonly cpuMs: number
  readonly latenciesUs: readonly number[]
  readonly rssMb: number
  readonly heapMb: number
}

export interface Outcome {
  /** How long the call took. */
  readonly ms: number
  readonly report?: WorkerReport
  readonly bytes?: number
}

export type Answer =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly reason: string }

export const symbolAt = (index: number): string => `S${index}/USDT`
