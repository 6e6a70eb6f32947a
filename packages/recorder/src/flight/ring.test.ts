import { expect, test } from 'vitest'
import type { Entry } from '../entry.ts'
import { Ring } from './ring.ts'

const frame = (mono: number, text = ''): Entry => ({ at: mono, mono, kind: 'in', socket: 1, text })
const rest = (mono: number, url: string, body = ''): Entry => ({
  at: mono,
  mono,
  kind: 'rest',
  url,
  status: 200,
  headers: {},
  body,
})
const subscribe = (method: 'subscribe' | 'unsubscribe', symbol: string): Entry => ({
  at: 0,
  mono: 0,
  kind: 'call',
  method,
  request: { channel: 'trades', symbol },
})
const kinds = (ring: Ring) => ring.entries().map(({ kind, mono }) => `${kind} ${mono}`)

test('as long as nothing is forgotten it is a recording from the start, without its checkpoints', () => {
  const ring = new Ring({ ms: 100, characters: 10_000 })
  ring.add({ at: 0, mono: 0, kind: 'timer', ordinal: 1, ms: 1 })
  ring.add(frame(1), 'BTC/USD')
  ring.add(frame(2))

  expect(kinds(ring)).toEqual(['timer 0', 'in 2'])
  expect(new Ring({ ms: 1, characters: 1 }).entries()).toEqual([])
})

test('what is too old goes, and what stands of it comes first', () => {
  const ring = new Ring({ ms: 10, characters: 1_000_000 })
  ring.add({ at: 0, mono: 0, kind: 'call', method: 'connect' })
  ring.add({ at: 0, mono: 0, kind: 'open', socket: 9 })
  for (const socket of [1, 2]) ring.add({ at: 0, mono: 0, kind: 'dial', socket, url: 'ws://x' })
  for (const socket of [1, 2]) ring.add({ at: 0, mono: 0, together: true, kind: 'open', socket })
  ring.add({ at: 0, mono: 0, kind: 'end', socket: 2, reason: 'over' })
  ring.add(subscribe('subscribe', 'BTC/USD'))
  ring.add(subscribe('subscribe', 'ETH/USD'))
  ring.add(subscribe('unsubscribe', 'ETH/USD'))
  ring.add(rest(1, 'http://x/list'))
  ring.add({ at: 15, mono: 15, kind: 'random', value: 0.5 })
  for (let mono = 16; mono < 40; mono++) ring.add(frame(mono))

  expect(kinds(ring).slice(0, 7)).toEqual(['rest 29', 'call 29', 'dial 29', 'open 29', 'call 29', 'in 29', 'in 30'])
  expect(ring.entries()[3]).not.toHaveProperty('together')
  expect(ring.size).toBe(11)
})

test('a disconnection leaves nothing standing', () => {
  const ring = new Ring({ ms: 1, characters: 1_000_000 })
  ring.add({ at: 0, mono: 0, kind: 'call', method: 'connect' })
  ring.add(subscribe('subscribe', 'BTC/USD'))
  ring.add({ at: 1, mono: 1, kind: 'call', method: 'disconnect' })
  ring.add(frame(10))

  expect(kinds(ring)).toEqual(['in 10'])
})

test('it never occupies more than it may, whatever comes', () => {
  const ring = new Ring({ ms: 1_000_000, characters: 5_000 })
  ring.add({ at: 0, mono: 0, kind: 'in-bytes', socket: 1, base64: 'x'.repeat(900), binary: true })
  ring.add({ at: 0, mono: 0, kind: 'out', socket: 1, text: 'x'.repeat(900) })
  ring.add(rest(0, 'http://x', 'x'.repeat(900)))
  for (let mono = 1; mono < 200; mono++) {
    ring.add(frame(mono, 'x'.repeat(900)))
    expect(ring.characters).toBeLessThanOrEqual(5_000)
  }

  expect(kinds(ring).at(-1)).toBe('in 199')
})

test('of each book the first checkpoint is kept, and an older snapshot of the same address is not', () => {
  const ring = new Ring({ ms: 10, characters: 1_000_000 })
  ring.add(rest(0, 'http://x/depth', 'old'))
  ring.add(rest(0, 'http://x/list', 'list'))
  for (const mono of [20, 22, 24]) {
    ring.add(frame(mono))
    ring.add(rest(mono, 'http://x/depth', `at ${mono}`), 'BTC/USD')
    ring.add(frame(mono + 1), 'ETH/USD')
  }

  expect(kinds(ring)).toEqual(['rest 20', 'in 20', 'rest 20', 'in 21', 'in 22', 'in 24'])
  expect(ring.entries()[2]).toMatchObject({ body: 'at 20' })
})
