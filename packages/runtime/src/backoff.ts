/** Delays between attempts. Times in ms. */
export interface BackoffPolicy {
  readonly initialDelay: number
  readonly maxDelay: number
  readonly backoffMultiplier: number
  /** The share of the delay that is random: 0.1 is within 10 %, 1 is full jitter. */
  readonly jitterFactor: number
}

/**
 * How long to wait after `failures` failures in a row (from 1).
 * The ceiling grows with every failure; `jitterFactor` of it is drawn by `random` (0 to 1), so that many clients
 * cut at the same moment do not come back at the same moment.
 */
export function backoffDelay(failures: number, policy: BackoffPolicy, random: () => number): number {
  const { initialDelay, maxDelay, backoffMultiplier, jitterFactor } = policy
  // Kept finite: 0 times infinity is no delay.
  const growth = Math.min(Number.MAX_VALUE, backoffMultiplier ** (failures - 1))
  const ceiling = Math.min(maxDelay, initialDelay * growth)
  return Math.round(ceiling * (1 - jitterFactor * random()))
}
