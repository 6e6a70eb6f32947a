/** What is made on the way is never far from the processor; the time it takes to make it is counted. */
export const PLAYS = [
  'ticker, made on the way',
  'ticker, in memory',
  'ticker, from a file',
  'book with fills, in memory',
] as const
export type Play = (typeof PLAYS)[number]

export interface BacktestSpeed {
  readonly play: Play
  readonly events: number
  readonly ms: number
  readonly cpuMs: number
  readonly fills: number
  /** Megabytes read, where it was a file. */
  readonly fileMb: number | undefined
}

export interface BacktestOrder {
  readonly play: Play
  readonly events: number
  readonly folder: string
  /** File for a CPU profile. */
  readonly profile?: string | undefined
}

export interface BacktestCalls {
  readonly run: readonly [BacktestOrder, BacktestSpeed]
}
