/** Without them there is no deviation to speak of. */
const LEAST_RETURNS = 10

/** Relative changes from one value to the next. */
export const returnsOf = (values: readonly number[]): number[] =>
  values.slice(1).map((value, i) => value / (values[i] as number) - 1)

/** Mean return over its sample deviation, annualised; nothing is earned without risk. `undefined`: too few, or all alike. */
export function sharpe(returns: readonly number[], periodsPerYear: number): number | undefined {
  if (returns.length < LEAST_RETURNS) return undefined
  const mean = meanOf(returns)
  const variance = sum(returns.map((value) => (value - mean) ** 2)) / (returns.length - 1)
  return ratio(mean, variance, periodsPerYear)
}

/** The same over the deviation of losses alone, which is taken over all periods. */
export function sortino(returns: readonly number[], periodsPerYear: number): number | undefined {
  if (returns.length < LEAST_RETURNS) return undefined
  const downside = sum(returns.map((value) => Math.min(value, 0) ** 2)) / returns.length
  return ratio(meanOf(returns), downside, periodsPerYear)
}

function ratio(mean: number, variance: number, periodsPerYear: number): number | undefined {
  const found = (mean / Math.sqrt(variance)) * Math.sqrt(periodsPerYear)
  return Number.isFinite(found) ? found : undefined
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const meanOf = (values: readonly number[]): number => sum(values) / values.length
