import type { Level } from '@md/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bars } from '../../test/strategy-candles.ts'
import type { Intent } from '../strategy/intent.ts'
import type { AnyStrategy } from '../strategy/strategy.ts'
import { strategyExamples } from '../testing/strategy-examples.ts'
import { type StrategyStage, stageOf } from '../testing/strategy-stage.ts'
import { strategies } from './index.ts'

const price = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 50, max: 150 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, -1) },
)

const levels = (sign: 1 | -1, best: number, amounts: readonly number[]): Level[] =>
  Number.isFinite(best) && best > 0 ? amounts.map((amount, i) => [best + (sign * (i + 1)) / 10, amount]) : []

const EVENTS = {
  ticker: fc.record({ type: fc.constant('ticker'), price, after: fc.integer({ min: 0, max: 10_000 }) }),
  candle: fc.record({
    type: fc.constant('candle'),
    price,
    range: fc.integer({ min: 0, max: 5 }),
    closed: fc.constantFrom(true, true, true, false),
  }),
  book: fc.record({
    type: fc.constant('book'),
    price,
    market: fc.nat(1),
    bids: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
    asks: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }),
    status: fc.constantFrom('live', 'live', 'live', 'stale'),
  }),
  fill: fc.record({
    type: fc.constant('fill'),
    which: fc.nat(),
    whole: fc.boolean(),
    price: fc.integer({ min: 50, max: 150 }),
  }),
  end: fc.record({
    type: fc.constant('end'),
    which: fc.nat(),
    status: fc.constantFrom('cancelled', 'expired', 'rejected'),
  }),
  connection: fc.record({ type: fc.constant('connection'), connected: fc.boolean() }),
  restart: fc.record({ type: fc.constant('restart') }),
} as const

type EventOf<T extends keyof typeof EVENTS> = (typeof EVENTS)[T] extends fc.Arbitrary<infer E> ? E : never
type Event = { [T in keyof typeof EVENTS]: EventOf<T> }[keyof typeof EVENTS]

/** Mostly what the strategy lives on, for it acts on nothing else. */
function eventsFor(strategy: AnyStrategy) {
  const channels = strategy.subscriptions(strategy.params.parse(strategyExamples[strategy.name]))
  const weightOf = (channel: string) => (channels.some((each) => each.channel === channel) ? 12 : 1)
  const event = fc.oneof(
    { weight: weightOf('ticker'), arbitrary: EVENTS.ticker },
    { weight: weightOf('candles'), arbitrary: EVENTS.candle },
    { weight: weightOf('orderbook'), arbitrary: EVENTS.book },
    { weight: 4, arbitrary: EVENTS.fill },
    { weight: 1, arbitrary: EVENTS.end },
    { weight: 1, arbitrary: EVENTS.connection },
    { weight: 1, arbitrary: EVENTS.restart },
  )
  return fc.array<Event>(event, { maxLength: 60, size: 'max' })
}

/** What a strategy does that places no orders itself. */
const ACTS: Readonly<Record<string, Intent['kind']>> = { guard: 'protect', twap: 'execute' }

type Stage = StrategyStage<unknown, unknown, unknown>

describe.each(strategies.map((strategy) => [strategy.name, strategy] as const))('%s', (_, strategy) => {
  it('gives orders of finite numbers above zero, keeps a state of JSON, and decides the same when played again', () => {
    const kinds = new Set<Intent['kind']>()
    fc.assert(
      fc.property(eventsFor(strategy), fc.boolean(), (events, ordersFirst) => {
        const [once, again] = [played(strategy, events, ordersFirst), played(strategy, events, ordersFirst)]
        for (const { kind } of once.intents) kinds.add(kind)
        expect(again.intents).toEqual(once.intents)
        expect(again.state).toEqual(once.state)
      }),
      { numRuns: 30 },
    )
    expect(kinds).toContain(ACTS[strategy.name] ?? 'place')
  })
})

/** The stage itself throws for a number no order can be made of, and for a strategy that answers itself. */
function played(strategy: AnyStrategy, events: readonly Event[], ordersFirst: boolean): Stage {
  let asked = 0
  const refuses = (): string | undefined => (++asked % 7 === 0 ? 'stale-price' : undefined)
  const stage = stageOf(strategy, strategyExamples[strategy.name], { price: 100, ordersFirst, refuses })
  stage.start()
  for (const [i, each] of events.entries()) {
    play(stage, each, i)
    expect(JSON.parse(JSON.stringify(stage.state))).toStrictEqual(structuredClone(stage.state))
  }
  return stage
}

function play(stage: Stage, each: Event, i: number): void {
  if (each.type === 'ticker') playTicker(stage, each)
  else if (each.type === 'candle') playCandle(stage, each, i)
  else if (each.type === 'book') playBook(stage, each)
  else if (each.type === 'connection') stage.connectivity(each.connected)
  else if (each.type === 'restart') stage.restart()
  else playOrder(stage, each)
}

/** The engine lets no ticker pass whose price is none. */
function playTicker(stage: Stage, { after, price: last }: EventOf<'ticker'>): void {
  stage.advance(after)
  if (last > 0 && last < Number.POSITIVE_INFINITY) stage.ticker(last)
}

function playCandle(stage: Stage, { closed, price: close, range }: EventOf<'candle'>, i: number): void {
  for (const candle of bars([[close + range, close - range, close]], i)) stage.candle({ ...candle, closed })
}

function playBook(stage: Stage, { asks, bids, market, price: middle, status }: EventOf<'book'>): void {
  const markets = stage.ctx.markets
  const of = markets[market % markets.length] ?? stage.ctx.market
  stage.book({ bids: levels(-1, middle, bids), asks: levels(1, middle, asks), status, market: of })
}

function playOrder(stage: Stage, each: EventOf<'fill'> | EventOf<'end'>): void {
  const order = stage.open[each.which % Math.max(1, stage.open.length)]
  if (order === undefined) return
  if (each.type === 'end') stage.end(order.ref, each.status)
  else stage.fill(order.ref, { price: order.price ?? each.price, ...(each.whole ? {} : { amount: '0.0002' }) })
}
