/** One measurement: seconds since the start, and the value. */
export interface Sample {
  readonly at: number
  readonly value: number
}

/** A straight line through samples, and how far it can be believed. Slopes are units of the value a second. */
export interface Trend {
  /** The median of the slopes between every two samples. */
  readonly slope: number
  /** The slope is between these two, 99 times of 100. */
  readonly low: number
  readonly high: number
  /** What the value has risen at the very least, over the whole time; below zero when it may as well have fallen. */
  readonly leastRise: number
}

/** Standard deviations on either side that hold 99 of 100. */
const CONFIDENCE = 2.576

/**
 * Theil and Sen's slope with the interval that Kendall's rank statistic gives. It asks only for the order of the values,
 * so that what is caught in the middle of some work, and stands far above its neighbours, weighs no more than any other.
 */
export function trendOf(samples: readonly Sample[]): Trend {
  const slopes = slopesOf(samples)
  if (slopes.length === 0) return { slope: 0, low: 0, high: 0, leastRise: 0 }

  const n = samples.length
  const spread = CONFIDENCE * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)
  const from = Math.floor((slopes.length - spread) / 2)
  const low = slopes[from] ?? Number.NEGATIVE_INFINITY
  const high = slopes[slopes.length - 1 - from] ?? Number.POSITIVE_INFINITY
  return { slope: middle(slopes), low, high, leastRise: low * secondsOf(samples) }
}

function slopesOf(samples: readonly Sample[]): Float64Array {
  const slopes: number[] = []
  samples.forEach((later, index) => {
    for (const earlier of samples.slice(0, index)) {
      if (later.at > earlier.at) slopes.push((later.value - earlier.value) / (later.at - earlier.at))
    }
  })
  return Float64Array.from(slopes).sort()
}

const middle = (sorted: Float64Array): number =>
  ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2

const secondsOf = (samples: readonly Sample[]): number => (samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0)
