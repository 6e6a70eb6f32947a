import { expect, test } from 'vitest'
import { z } from 'zod'
import { riskLimits, sharedRiskLimits } from './limits-schema.ts'

const mistakesIn = (value: unknown) =>
  riskLimits.safeParse(value).error?.issues.map(({ message, path }) => `${path.join('.')} > ${message}`)

test('amounts are taken as numbers and as text, and kept exactly', () => {
  expect(
    riskLimits.parse({ maxOrderValue: 250, maxPositionValue: '0.10', maxGrossExposure: 1e-7, maxDailyLoss: ' 7 ' }),
  ).toEqual({ maxOrderValue: '250', maxPositionValue: '0.1', maxGrossExposure: '0.0000001', maxDailyLoss: '7' })
})

test('whatever is left out is not limited', () => {
  expect(riskLimits.parse({})).toEqual({})
})

test('everything that can be limited can be written', () => {
  const limits = {
    maxOpenOrders: 3,
    maxOrdersPerMinute: 60,
    priceCollar: 0.02,
    maxPriceAgeMs: 5_000,
    maxDrawdown: 1,
    lossStreak: { count: 3, coolDownMs: 60_000 },
  }

  expect(riskLimits.parse(limits)).toEqual(limits)
})

test.each([0, -3, Number.NaN, Number.POSITIVE_INFINITY, 'NaN', '1,5', '', null, true, {}])(
  '%j is no amount, and the field is named',
  (value) => {
    expect(mistakesIn({ maxOrderValue: value })).toEqual([
      expect.stringContaining('maxOrderValue > maxOrderValue: write an amount above 0 in quote currency'),
    ])
  },
)

test.each([
  ['maxOpenOrders', 0, 'a number of orders as a whole number from 1'],
  ['maxOrdersPerMinute', 1.5, 'a number of orders as a whole number from 1'],
  ['maxPriceAgeMs', '5s', 'milliseconds as a whole number from 1'],
  ['priceCollar', 2, 'a fraction above 0 and up to 0.99'],
  ['priceCollar', 0, 'a fraction above 0 and up to 0.99'],
  ['maxDrawdown', 25, 'a fraction above 0 and up to 1, such as 0.02 for 2 %'],
])('%s of %j is told what to write', (name, value, fix) => {
  expect(mistakesIn({ [name]: value })).toEqual([
    `${name} > ${name}: write ${fix}`.replace(/0\.99$/, '0.99, such as 0.02 for 2 %'),
  ])
})

test('all mistakes are told at once, unknown names with those there are', () => {
  expect(mistakesIn({ maxOrderVale: 1, maxDailyLoss: -1, lossStreak: { count: 3 } })).toEqual([
    'maxDailyLoss > maxDailyLoss: write an amount above 0 in quote currency, such as 250 or "250.50", not -1',
    'lossStreak.coolDownMs > lossStreak.coolDownMs: write milliseconds as a whole number from 1',
    expect.stringMatching(/^ > limits know no maxOrderVale: there are maxOrderValue, maxPositionValue, /),
  ])
  expect(mistakesIn('none')).toEqual([expect.stringContaining('limits: write them by name (maxOrderValue,')])
})

test('limits of an account know fewer names', () => {
  expect(sharedRiskLimits.parse({ maxGrossExposure: '5000', maxOpenOrders: 50 })).toEqual({
    maxGrossExposure: '5000',
    maxOpenOrders: 50,
  })
  expect(sharedRiskLimits.safeParse({ priceCollar: 0.1 }).success).toBe(false)
})

test('editors can be told of them', () => {
  expect(z.toJSONSchema(riskLimits, { io: 'input' })).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: { maxOrderValue: { type: ['number', 'string'] }, maxOpenOrders: { type: 'integer', minimum: 1 } },
  })
})
