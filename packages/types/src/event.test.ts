import { expect, expectTypeOf, test } from 'vitest'
import { EVENT_TYPES, type EventMap, type EventType, type MarketEvent } from './event.ts'
import type { Trade } from './trade.ts'

test('every event is listed, once', () => {
  expectTypeOf<(typeof EVENT_TYPES)[number]>().toEqualTypeOf<EventType>()
  expect(new Set(EVENT_TYPES).size).toBe(EVENT_TYPES.length)
})

test('the type of an event tells its data', () => {
  expectTypeOf<Extract<MarketEvent, { type: 'trade' }>['data']>().toEqualTypeOf<Trade>()
  expectTypeOf<MarketEvent['data']>().toEqualTypeOf<EventMap[EventType]>()
})
