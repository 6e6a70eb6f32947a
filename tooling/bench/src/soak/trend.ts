/** One measurement: seconds since the start, and the value. */
export interface Sample {
  readonly at: number
  readonly value: number
}

export interface Trend {
  /** Units of the value a second. */
  readonly slope: number
  /** Of the slope. */
  readonly standardError: number
  /** The slope is above zero by more than chance explains (two standard errors). */
  readonly rising: boolean
}

const CONFIDENCE = 2

/** A straight line through the samples (least squares). */
export function trendOf(samples: readonly Sample[]): Trend {
  const n = samples.length
  const meanAt = mean(samples.map(({ at }) => at))
  const meanValue = mean(samples.map(({ value }) => value))
  let spread = 0
  let together = 0
  for (const { at, value } of samples) {
    spread += (at - meanAt) ** 2
    together += (at - meanAt) * (value - meanValue)
  }
  const slope = together / spread
  const residuals = samples.map(({ at, value }) => value - (meanValue + slope * (at - meanAt)))
  const variance = residuals.reduce((sum, residual) => sum + residual ** 2, 0) / Math.max(1, n - 2)
  const standardError = Math.sqrt(variance / spread)
  return { slope, standardError, rising: slope > CONFIDENCE * standardError }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
