import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { settingsOf } from '../settings.ts'
import { FlushTiming } from './flush-timing.ts'

function aTiming() {
  const clock = new ManualClock()
  const turns: (() => void)[] = []
  const state = { busy: false, flushes: 0 }
  const settings = settingsOf({ clock, soon: (task) => turns.push(task), batching: { maxWaitMs: 5 } })
  const timing: FlushTiming = new FlushTiming(settings, {
    busy: () => state.busy,
    flush: () => {
      state.flushes += 1
      timing.flushed()
    },
  })
  return { clock, state, timing, endTurn: () => turns.splice(0).forEach((task) => void task()) }
}

test('with nothing on its way it sends at the end of the turn, once for all of it', () => {
  const { endTurn, state, timing } = aTiming()
  for (let i = 0; i < 10; i++) timing.ask()
  expect(state.flushes).toBe(0)
  endTurn()
  expect(state.flushes).toBe(1)
})

test('with something on its way it waits for the answer', () => {
  const { endTurn, state, timing } = aTiming()
  state.busy = true
  timing.ask()
  endTurn()
  expect(state.flushes).toBe(0)
  state.busy = false
  timing.answered()
  expect(state.flushes).toBe(1)
  timing.answered()
  expect(state.flushes).toBe(1)
})

test('no longer than it was told to', () => {
  const { clock, state, timing } = aTiming()
  state.busy = true
  timing.ask()
  clock.advance(4)
  expect(state.flushes).toBe(0)
  clock.advance(1)
  expect(state.flushes).toBe(1)
})
