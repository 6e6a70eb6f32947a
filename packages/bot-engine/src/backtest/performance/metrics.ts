import type { Decimal } from '@md/types'
import type { DrawdownFigures } from './drawdown.ts'
import { PERIOD_MS, PERIODS_PER_YEAR, type Period } from './period-values.ts'
import { returnsOf, sharpe, sortino } from './ratios.ts'
import type { TripFigures } from './trip-figures.ts'

/** Ratios of risk and return: over which periods, how many of them, and how they were annualised. */
export interface RiskRatios {
  readonly period: Period
  readonly returns: number
  readonly periodsPerYear: number
  /** `undefined`: too few periods, or nothing moved. No interest is assumed without risk. */
  readonly sharpe: number | undefined
  readonly sortino: number | undefined
}

/** What came of it. Quote currency of the first market; fractions are of 1; times are ms. */
export interface Metrics extends TripFigures {
  readonly from: number
  readonly to: number
  readonly capital: Decimal
  readonly finalEquity: number
  /** Equity at the end less the capital: realised and not. */
  readonly pnl: number
  /** Exact. */
  readonly realised: Decimal
  readonly unrealised: number
  readonly return: number
  /** What the return would be in a year at this rate; `undefined` for less than a week. */
  readonly annualReturn: number | undefined
  readonly fills: number
  /** By asset. Exact. */
  readonly fees: Readonly<Record<string, Decimal>>
  readonly maxDrawdown: DrawdownFigures
  readonly ratios: RiskRatios
  /** Time with a position, of all time. */
  readonly timeInMarket: number
  /** Value of positions of equity, on average over all time. */
  readonly averageExposure: number
  /** Value bought and sold, exact; and how many times the capital that is. */
  readonly volume: Decimal
  readonly turnover: number
  /** The first market bought with everything at the first price and held, without fees. */
  readonly buyAndHold: { readonly return: number; readonly pnl: number } | undefined
}

/** A ratio needs so many periods to be worth the name; the longest period that has them is taken. */
const ENOUGH = 30

export function ratiosOf(values: Readonly<Record<Period, readonly number[]>>): RiskRatios {
  const period = (['day', 'hour'] as const).find((candidate) => values[candidate].length > ENOUGH) ?? 'minute'
  const returns = returnsOf(values[period])
  const periodsPerYear = PERIODS_PER_YEAR[period]
  return {
    period,
    returns: returns.length,
    periodsPerYear,
    sharpe: sharpe(returns, periodsPerYear),
    sortino: sortino(returns, periodsPerYear),
  }
}

const LEAST_FOR_A_YEAR_MS = 7 * PERIOD_MS.day

export function annualised(fraction: number, overMs: number): number | undefined {
  if (overMs < LEAST_FOR_A_YEAR_MS || fraction <= -1) return undefined
  return (1 + fraction) ** ((PERIODS_PER_YEAR.day * PERIOD_MS.day) / overMs) - 1
}
