import { InvalidInputError } from '@md/types'
import { ManualClock } from '@md/types/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NOW } from '../../test/risk-kit.ts'
import type { SharedRiskLimits } from './limits.ts'
import { type Reservation, reserveInAll, SharedRisk } from './shared-risk.ts'

const anAccount = (limits: SharedRiskLimits) => new SharedRisk({ scope: 'account', id: 'main', limits })

const anAsk = (particulars: Partial<Reservation> = {}): Reservation => ({
  value: '100',
  purpose: 'exposure',
  now: NOW,
  ...particulars,
})

const figures = (grossExposure: string, openOrders = 0, dayPnl = 0) => ({ grossExposure, openOrders, dayPnl })

test('two bots cannot both take the last of what is left', () => {
  const account = anAccount({ maxGrossExposure: '250' })
  account.update('a', figures('100'))

  expect(account.reserve('a', anAsk())).toBeUndefined()
  expect(account.reserve('b', anAsk())).toEqual({
    code: 'max-gross-exposure',
    message: 'Over all bots of account main: exposure would be 300, and 250 is allowed',
    numbers: { value: '300', maxGrossExposure: '250' },
    scope: 'account',
  })
})

test('what was reserved counts until the bot tells its figures anew', () => {
  const account = anAccount({})
  account.reserve('a', anAsk())
  account.reserve('a', anAsk())
  expect(account.totals()).toEqual({ bots: 1, grossExposure: '200', openOrders: 2, dayPnl: 0 })

  account.update('a', figures('100', 1, -3))
  expect(account.totals()).toEqual({ bots: 1, grossExposure: '100', openOrders: 1, dayPnl: -3 })
})

test('a bot that is released counts no more', () => {
  const account = anAccount({})
  account.update('a', figures('100', 1, -3))
  account.update('b', figures('7', 2, 5))
  account.release('a')

  expect(account.totals()).toEqual({ bots: 1, grossExposure: '7', openOrders: 2, dayPnl: 5 })
})

const MIDNIGHT = Math.ceil(NOW / 86_400_000) * 86_400_000

test('what a bot has lost today stays lost when it ends, and until the day ends', () => {
  const clock = new ManualClock(NOW)
  const account = new SharedRisk({ scope: 'account', id: 'main', limits: { maxDailyLoss: '100' }, clock })
  account.update('a', figures('0', 0, -100))
  account.release('a')
  expect(account.reserve('b', anAsk())).toMatchObject({ code: 'daily-loss', numbers: { value: 100 } })

  account.update('a', figures('0', 0, -60))
  expect(account.totals()).toMatchObject({ dayPnl: -60 })
  clock.advance(MIDNIGHT - NOW)
  expect(account.totals()).toMatchObject({ dayPnl: 0 })
})

test('a bot that tells nothing today has lost nothing today', () => {
  const clock = new ManualClock(NOW)
  const account = new SharedRisk({ scope: 'account', id: 'main', limits: { maxDailyLoss: '100' }, clock })
  account.update('a', figures('0', 0, -100))
  expect(account.reserve('b', anAsk())).toMatchObject({ code: 'daily-loss' })
  clock.advance(MIDNIGHT - NOW)
  expect(account.reserve('b', anAsk())).toBeUndefined()
})

test('a loss that is no number goes with its bot', () => {
  const account = new SharedRisk({
    scope: 'account',
    id: 'main',
    limits: { maxDailyLoss: '100' },
    clock: new ManualClock(NOW),
  })
  account.update('a', figures('0', 0, Number.NaN))
  expect(account.reserve('b', anAsk())).toMatchObject({ code: 'invalid-number' })
  account.release('a')
  expect(account.reserve('b', anAsk())).toBeUndefined()
})

test('orders open, orders a minute and the loss of the day are limited over all bots', () => {
  const code = (limits: SharedRiskLimits) => {
    const shared = new SharedRisk({ scope: 'process', id: '', limits })
    shared.update('a', figures('0', 1, -60))
    shared.update('b', figures('0', 0, -40))
    shared.reserve('b', anAsk({ purpose: 'exit' }))
    return shared.refusalOf(anAsk())
  }

  expect(code({ maxOpenOrders: 2 })).toMatchObject({ code: 'max-open-orders', numbers: { value: 2 }, scope: 'process' })
  expect(code({ maxOrdersPerMinute: 1 })?.message).toBe(
    'Over all bots: orders within the last minute are 1, and 1 is allowed',
  )
  expect(code({ maxDailyLoss: '100' })).toMatchObject({
    code: 'daily-loss',
    numbers: { value: 100, maxDailyLoss: '100' },
  })
  expect(code({ maxOpenOrders: 3, maxOrdersPerMinute: 2, maxDailyLoss: '100.5' })).toBeUndefined()
})

test('an exit is counted and never refused, and adds no exposure', () => {
  const account = anAccount({ maxGrossExposure: '1', maxOpenOrders: 1, maxOrdersPerMinute: 1, maxDailyLoss: '1' })
  account.update('a', figures('1000', 9, -500))

  expect(account.reserve('a', anAsk({ purpose: 'exit', value: 'NaN' }))).toBeUndefined()
  expect(account.totals()).toMatchObject({ grossExposure: '1000', openOrders: 10 })
})

test('an order that adds nothing passes where too much is held already', () => {
  const account = anAccount({ maxGrossExposure: '1' })
  account.update('a', figures('1000'))

  expect(account.reserve('a', anAsk({ value: '0' }))).toBeUndefined()
})

test('figures that are no numbers stop new exposure of all, until the bot tells better ones', () => {
  const account = anAccount({ maxGrossExposure: '1000' })
  account.update('a', figures('50', Number.NaN, 0))
  expect(account.reserve('b', anAsk())).toMatchObject({
    code: 'invalid-number',
    message: expect.stringContaining('bot a tells an exposure of 50, NaN open orders'),
    numbers: { grossExposure: '50', openOrders: 'NaN', dayPnl: '0' },
  })
  account.update('a', figures('NaN', 0, Number.NaN))
  expect(account.reserve('b', anAsk())?.code).toBe('invalid-number')

  account.update('a', figures('50'))
  expect(account.reserve('b', anAsk())).toBeUndefined()
  expect(account.totals()).toEqual({ bots: 2, grossExposure: '150', openOrders: 1, dayPnl: 0 })
})

test('a bot with broken figures that is released stops nobody', () => {
  const account = anAccount({})
  account.update('a', figures('x'))
  account.release('a')

  expect(account.reserve('b', anAsk())).toBeUndefined()
})

test('an order whose value is no number is refused', () => {
  expect(anAccount({}).reserve('a', anAsk({ value: 'NaN' }))).toMatchObject({
    code: 'invalid-number',
    numbers: { value: 'NaN' },
  })
})

test('limits that are no numbers are refused by name', () => {
  expect(() => anAccount({ maxGrossExposure: 'lots' })).toThrow(InvalidInputError)
  expect(() => anAccount({ maxOpenOrders: Number.NaN })).toThrow('maxOpenOrders NaN cannot be used')
})

test('what the process refuses takes nothing from the account', () => {
  const account = anAccount({ maxGrossExposure: '1000' })
  const all = new SharedRisk({ scope: 'process', id: '', limits: { maxGrossExposure: '150' } })

  expect(reserveInAll([account, all], 'a', anAsk())).toBeUndefined()
  expect(reserveInAll([account, all], 'b', anAsk())?.scope).toBe('process')
  expect(account.totals().grossExposure).toBe('100')
  expect(all.totals().grossExposure).toBe('100')
})

const LIMITS = { maxGrossExposure: '100', maxOpenOrders: 4, maxOrdersPerMinute: 5 }

const step = fc.record({
  bot: fc.constantFrom('a', 'b', 'c'),
  does: fc.constantFrom('ask', 'ask', 'ask', 'exit', 'update', 'release'),
  cents: fc.integer({ min: 0, max: 5_000 }),
  afterMs: fc.integer({ min: 0, max: 20_000 }),
})

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** The account, and beside it what it should hold in whole cents. */
class Run {
  readonly account = anAccount(LIMITS)
  readonly #bots = new Map<string, { cents: number; orders: number }>()
  readonly #left: number[] = []
  #now = 0

  do({ afterMs, bot, cents, does }: Step): void {
    this.#now += afterMs
    if (does === 'release') {
      this.account.release(bot)
      this.#bots.delete(bot)
    } else if (does === 'update') this.#update(bot, cents)
    else if (does === 'exit') this.#ask(bot, 0, 'exit')
    else if (this.#ask(bot, cents, 'exposure')) this.#expectWithinLimits(cents)
  }

  get cents(): number {
    return [...this.#bots.values()].reduce((sum, part) => sum + part.cents, 0)
  }

  /** Fills and cancels: never more than what was let through. */
  #update(bot: string, cents: number): void {
    const own = this.#bots.get(bot) ?? { cents: 0, orders: 0 }
    const kept = { cents: Math.min(own.cents, cents), orders: Math.max(0, own.orders - 1) }
    this.account.update(bot, figures((kept.cents / 100).toFixed(2), kept.orders))
    this.#bots.set(bot, kept)
  }

  #ask(bot: string, cents: number, purpose: Reservation['purpose']): boolean {
    const ask = { value: (cents / 100).toFixed(2), purpose, now: this.#now }
    if (this.account.reserve(bot, ask) !== undefined) return false
    const own = this.#bots.get(bot) ?? { cents: 0, orders: 0 }
    this.#bots.set(bot, { cents: own.cents + cents, orders: own.orders + 1 })
    this.#left.push(this.#now)
    return true
  }

  #expectWithinLimits(added: number): void {
    const orders = [...this.#bots.values()].reduce((sum, part) => sum + part.orders, 0)
    if (added > 0) expect(this.cents).toBeLessThanOrEqual(10_000)
    expect(orders).toBeLessThanOrEqual(4)
    expect(this.#left.filter((at) => this.#now - at < 60_000).length).toBeLessThanOrEqual(5)
  }
}

test('whatever bots reserve, tell and end in whatever order, together they are never let through above a limit', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const run = new Run()
      for (const one of steps) run.do(one)
      expect(Number(run.account.totals().grossExposure)).toBe(run.cents / 100)
    }),
    { numRuns: 500 },
  )
})
