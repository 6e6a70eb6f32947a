import { z } from 'zod'
import { exact, toDecimal } from '../decimal/exact.ts'
import type { RiskLimits, SharedRiskLimits } from './limits.ts'

/** Money, as a number or as text; kept as canonical decimal text. */
const amount = (name: string): z.ZodType<string, string | number> => {
  const fix = `${name}: write an amount above 0 in quote currency, such as 250 or "250.50"`
  const written = z.union([z.number(fix), z.string(fix)], fix).describe('quote currency')
  return written.transform((value, context) => {
    const text = String(value).trim()
    const decimal = /^\d{1,30}(?:\.\d{1,30})?(?:e[-+]?\d{1,2})?$/i.test(text) ? exact(text) : undefined
    if (decimal?.gt(0)) return toDecimal(decimal)
    context.addIssue({ code: 'custom', message: `${fix}, not ${JSON.stringify(value)}` })
    return z.NEVER
  })
}

const fraction = (name: string, most: number): z.ZodType<number> => {
  const fix = `${name}: write a fraction above 0 and up to ${most}, such as 0.02 for 2 %`
  return z.number(fix).gt(0, fix).max(most, fix).describe('a fraction: 0.02 is 2 %')
}

const whole = (name: string, what: string): z.ZodType<number> => {
  const fix = `${name}: write ${what} as a whole number from 1`
  return z.number(fix).int(fix).min(1, fix).describe(what)
}

/** Says what can be written where a name is unknown, and where something else stands than names and values. */
const limitsOf = <T extends z.ZodRawShape>(what: string, shape: T) => {
  const names = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${what} know no ${issue.keys.join(', ')}: there are ${names}`
        : `${what}: write them by name (${names})`,
  })
}

const lossStreak = limitsOf('lossStreak', {
  count: whole('lossStreak.count', 'losing round trips in a row'),
  coolDownMs: whole('lossStreak.coolDownMs', 'milliseconds'),
})

/** Limits of one bot, as they are written in a file. What is left out is not limited. */
export const riskLimits = limitsOf('limits', {
  maxOrderValue: amount('maxOrderValue').exactOptional(),
  maxPositionValue: amount('maxPositionValue').exactOptional(),
  maxGrossExposure: amount('maxGrossExposure').exactOptional(),
  maxOpenOrders: whole('maxOpenOrders', 'a number of orders').exactOptional(),
  maxOrdersPerMinute: whole('maxOrdersPerMinute', 'a number of orders').exactOptional(),
  priceCollar: fraction('priceCollar', 0.99).exactOptional(),
  maxPriceAgeMs: whole('maxPriceAgeMs', 'milliseconds').exactOptional(),
  maxDailyLoss: amount('maxDailyLoss').exactOptional(),
  maxDrawdown: fraction('maxDrawdown', 1).exactOptional(),
  lossStreak: lossStreak.exactOptional(),
}) satisfies z.ZodType<RiskLimits>

/** Limits of an account, or of the whole process. */
export const sharedRiskLimits = limitsOf('shared limits', {
  maxGrossExposure: amount('maxGrossExposure').exactOptional(),
  maxOpenOrders: whole('maxOpenOrders', 'a number of orders').exactOptional(),
  maxOrdersPerMinute: whole('maxOrdersPerMinute', 'a number of orders').exactOptional(),
  maxDailyLoss: amount('maxDailyLoss').exactOptional(),
}) satisfies z.ZodType<SharedRiskLimits>
