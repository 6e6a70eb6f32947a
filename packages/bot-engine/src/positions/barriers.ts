/**
 * When a position is ended. Distances are fractions of the average entry (0.02 = 2 %), in the direction that hurts or
 * helps the position, so the same numbers serve a long and a short one.
 */
export interface Barriers {
  readonly stopLoss?: number
  readonly takeProfit?: number
  /** Armed once the gain reaches `activation` (0: at once), it ends the position `distance` behind the best price since. */
  readonly trailing?: { readonly activation: number; readonly distance: number }
  /** Milliseconds of engine time since the position was opened. */
  readonly timeLimitMs?: number
  /** Once the gain reaches `trigger`, the stop moves to the entry plus `offset`. */
  readonly breakEven?: { readonly trigger: number; readonly offset: number }
}

export type ExitReason = 'stop-loss' | 'take-profit' | 'trailing-stop' | 'time-limit' | 'break-even'
