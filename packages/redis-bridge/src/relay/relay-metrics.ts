import type { LinkMetrics } from '../bridge-metrics.ts'

/** Counters of one relay, from its making on. */
export class RelayCounters {
  /** Entries of logs, and the events in them, that the far log has got from here. */
  batches = 0
  events = 0
  /** Entries that the far log had already. */
  duplicates = 0
  /** Entries the near log did not have any more when they were to be read. */
  missedBatches = 0
  /** Times it went back to where the far log ended. */
  rewinds = 0
  beats = 0
  registers = 0
  unreadable = 0
  errors = 0
  lastError: string | undefined = undefined
}

export interface RedisRelayMetrics extends Readonly<RelayCounters> {
  /** Whether both ends are reached. */
  readonly connected: boolean
  /** Writers' logs that are followed, one for each partition. */
  readonly logs: number
  /** Bytes on their way. */
  readonly inFlightBytes: number
  /** From the publish call to the far log's answer, of what came last; ms, by two clocks. */
  readonly lagMs: number | undefined
  /** Of the near end, then of the far end. */
  readonly links: readonly (LinkMetrics & { readonly end: 'from' | 'to' })[]
}
