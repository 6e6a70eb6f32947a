import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aChannel } from '../names.ts'
import { type Arrival, Track } from './track.ts'

const CHANNEL = aChannel('trade', 'binance', 'BTC/USDT')

const arrival = (sequence: number, fence = 1): Arrival => ({
  header: { source: 's', writer: 'w', at: { fence, batch: sequence }, publishedAt: 0, previous: undefined },
  sequence,
  item: [sequence],
  from: 1,
})

test('whatever comes first is the first, unless everything is wanted', () => {
  expect(new Track(CHANNEL, 1, undefined).live(arrival(5))).toEqual({ kind: 'deliver', lost: 0 })
  expect(new Track(CHANNEL, 1, 0).live(arrival(5))).toEqual({ kind: 'hold' })
})

test('the next is delivered, an old one is a duplicate, a later one waits', () => {
  const track = new Track(CHANNEL, 1, 4)
  expect(track.live(arrival(5)).kind).toBe('deliver')
  expect(track.live(arrival(5)).kind).toBe('duplicate')
  expect(track.live(arrival(7)).kind).toBe('hold')
  expect(track.sequence).toBe(5)
})

test('what was replaced is a duplicate, what is newer waits', () => {
  const track = new Track(CHANNEL, 2, 4)
  expect(track.live(arrival(5, 1)).kind).toBe('duplicate')
  expect(track.final(arrival(5, 1)).kind).toBe('duplicate')
  expect(track.live(arrival(1, 3)).kind).toBe('hold')
})

test('where nothing more can come what is missing is counted', () => {
  const track = new Track(CHANNEL, 1, 4)
  expect(track.final(arrival(8))).toEqual({ kind: 'deliver', lost: 3 })
  expect(track.final(arrival(3, 2))).toEqual({ kind: 'deliver', lost: 2 })
})

test('after a last value only what is newer is delivered', () => {
  const track = new Track(CHANNEL, 1, undefined)
  track.startAt(1, 5)
  track.restart()
  expect(track.isBehind(1, 5)).toBe(false)
  expect(track.live(arrival(5)).kind).toBe('duplicate')
  expect(track.live(arrival(7))).toEqual({ kind: 'deliver', lost: 0 })
})

test('knows that it is behind, also while it holds', () => {
  const track = new Track(CHANNEL, 1, 4)
  expect(track.isBehind(1, 4)).toBe(false)
  expect(track.isBehind(1, 5)).toBe(true)
  expect(track.isBehind(2, 1)).toBe(true)
  track.keep(arrival(7))
  expect(track.isBehind(1, 7)).toBe(false)
})

test('delivered and lost are all there were, in order and once, whatever is missing of either lane', () => {
  const fate = fc.constantFrom('both', 'live', 'log', 'none')
  fc.assert(
    fc.property(fc.array(fate, { minLength: 1, maxLength: 60 }), fc.nat(59), (fates, at) => {
      const track = new Track(CHANNEL, 1, 0)
      const delivered: number[] = []
      let lost = 0
      const take = (one: Arrival) => {
        const verdict = track.final(one)
        if (verdict.kind !== 'deliver') return
        delivered.push(one.sequence)
        lost += verdict.lost
      }
      const repair = (upTo: number) => {
        fates.slice(0, upTo).forEach((kind, i) => {
          if (kind === 'both' || kind === 'log') take(arrival(i + 1))
        })
        for (const one of track.release()) take(one)
      }
      const hear = (one: Arrival) => {
        const verdict = track.live(one)
        if (verdict.kind === 'deliver') delivered.push(one.sequence)
        if (verdict.kind === 'hold') track.keep(one)
      }
      fates.forEach((kind, i) => {
        const one = arrival(i + 1)
        if (kind === 'both' || kind === 'live') hear(one)
        if (i === at) repair(i + 1)
      })
      repair(fates.length)
      expect(delivered).toEqual([...new Set(delivered)].toSorted((a, b) => a - b))
      expect(delivered.length + lost).toBe(delivered.at(-1) ?? 0)
    }),
  )
})
