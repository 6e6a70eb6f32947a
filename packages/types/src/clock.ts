/** Time, handed in. All values in ms. */
export interface Clock {
  /** Since the epoch, with fractions. */
  now(): number
  /** Never goes back; for durations only. */
  monotonic(): number
  /** Runs `task` once, later. Returns its cancel. */
  after(ms: number, task: () => void): () => void
}
