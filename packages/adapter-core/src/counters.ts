/** What one adapter counts. Plain numbers, written where things happen, read by `getMetrics()`. */
export class Counters {
  framesReceived = 0
  bytesReceived = 0
  framesSent = 0
  events = 0
  errors = 0
  connects = 0
  reconnects = 0
  failedAttempts = 0
  rotations = 0
  resubscriptions = 0
  readonly skipped: Record<string, number> = {}
  readonly trades: TradeCounters = { duplicates: 0, backfilled: 0, missed: 0 }
  readonly books: BookCounters = {
    sequenceGaps: 0,
    checksumFailures: 0,
    crossed: 0,
    resyncs: 0,
    lastTimeToLive: undefined,
  }

  sent(): void {
    this.framesSent += 1
  }

  rotated(): void {
    this.rotations += 1
  }

  /** A frame that was not even decoded. */
  skipFrame(reason: string, bytes: number): void {
    this.framesReceived += 1
    this.bytesReceived += bytes
    this.skip(reason)
  }

  skip(reason: string): void {
    this.skipped[reason] = (this.skipped[reason] ?? 0) + 1
  }
}

export interface TradeCounters {
  duplicates: number
  backfilled: number
  missed: number
}

export interface BookCounters {
  sequenceGaps: number
  checksumFailures: number
  crossed: number
  resyncs: number
  /** ms from the start of the last synchronisation to a verified book. */
  lastTimeToLive: number | undefined
}
