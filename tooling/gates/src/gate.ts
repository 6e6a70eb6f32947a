/** One promise of the repository, and how to find out whether it is kept. */
export interface Gate {
  readonly name: string
  readonly promise: string
  check(root: string): Promise<Verdict>
}

/** A gate passes when it finds no problem. Each problem names the offender and the way out. */
export interface Verdict {
  readonly problems: readonly string[]
  /** Worth a line even when all is well: a figure, a count. */
  readonly notes?: readonly string[]
  readonly tests?: TestTally
}

export interface TestTally {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}
