import { z } from 'zod'
import { exactText } from './exact-text.ts'

const value = (what: string) => exactText().exactOptional().describe(what)
const whole = (what: string) => z.int('write a whole number from 1').min(1).exactOptional().describe(what)
const fraction = (what: string) => z.number().gt(0).lte(1).exactOptional().describe(what)

export const riskLimits = z.strictObject({
  maxOrderValue: value('quote currency'),
  maxPositionValue: value('quote currency'),
  maxGrossExposure: value('quote currency'),
  maxOpenOrders: whole('orders'),
  maxOrdersPerMinute: whole('orders'),
  priceCollar: fraction('fraction of the price'),
  maxPriceAgeMs: whole('ms'),
  maxDailyLoss: value('quote currency'),
  maxDrawdown: fraction('fraction of the highest equity'),
  lossStreak: z.strictObject({ count: z.int().min(1), coolDownMs: z.int().min(1) }).exactOptional(),
})

export const sharedRiskLimits = z.strictObject({
  maxGrossExposure: value('quote currency'),
  maxOpenOrders: whole('orders'),
  maxOrdersPerMinute: whole('orders'),
  maxDailyLoss: value('quote currency'),
})
