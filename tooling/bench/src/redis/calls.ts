import type { TransportName } from './transport.ts'

export interface OpenOrder {
  readonly transport: TransportName
  readonly url: string
  readonly publishes: boolean
  readonly symbols: readonly string[]
}

export interface PaceOrder {
  readonly perSecond: number
  readonly seconds: number
  readonly symbols: number
}

/** What a process of the bench is asked to do, one thing after another. */
export interface PerformerCalls {
  readonly open: readonly [OpenOrder, undefined]
  /** As many as there is room for. Answers how long it took, in ms, as `pace` does. */
  readonly flood: readonly [{ readonly events: number; readonly symbols: number }, number]
  /** The symbols in turn, evenly. */
  readonly pace: readonly [PaceOrder, number]
  /** From here on is counted. */
  readonly mark: readonly [undefined, undefined]
  readonly report: readonly [undefined, PerformerReport]
  /** Bytes of a bridge. */
  readonly weigh: readonly [{ readonly bridges: number; readonly url: string }, number]
  readonly close: readonly [undefined, undefined]
}

export interface PerformerReport {
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

export const symbolAt = (index: number): string => `S${index}/USDT`
