import { expect, test } from 'vitest'
import { ACCEPTED, aGate, aLatch, aRequest, HeldVenue, settled, watched } from '../../test/risk-gate-kit.ts'
import { Gate, haltAll } from './gate.ts'

const GRID = { botId: 'grid', account: 'main', purpose: 'exposure' } as const
const DCA = { botId: 'dca', account: 'main', purpose: 'exit' } as const

test('an order is at the venue before place returns, and its answer comes back', async () => {
  const { gate, venue } = aGate()

  const placed = watched(gate.place(aRequest(), GRID))
  expect(venue.placed.map(({ order }) => order)).toEqual([aRequest()])
  expect(gate.inFlight).toBe(1)

  venue.placed[0]?.answer(ACCEPTED)
  await settled()
  expect(placed.value).toBe(ACCEPTED)
  expect(gate.inFlight).toBe(0)
})

test('while halted no order leaves, exits included, and who asked is told why', async () => {
  const { gate, killSwitch, venue } = aGate()
  const latch = aLatch({ scope: 'account', id: 'main' })
  watched(killSwitch.halt(latch))

  expect(await gate.place(aRequest(), GRID)).toEqual({ outcome: 'halted', latch })
  expect(await gate.place(aRequest(), DCA)).toEqual({ outcome: 'halted', latch })
  watched(gate.place(aRequest(), { ...GRID, account: 'spare' }))

  expect(venue.placed).toHaveLength(1)
  expect(gate.counts).toEqual({ exposure: 1, exit: 0, halted: 2 })
})

test('a cancel passes while halted', async () => {
  const { gate, killSwitch, venue } = aGate()
  watched(killSwitch.halt(aLatch()))

  expect(await gate.venue.cancel('BTC/USDT', 'grid-1-1')).toBe(ACCEPTED)
  expect(venue.cancelled).toEqual(['grid-1-1'])
})

test('what a gate hands out of its venue cannot place', async () => {
  const { gate } = aGate()

  expect(Object.keys(gate.venue)).not.toContain('place')
  expect(gate.venue.clientOrderId('grid', 1, 2)).toBe('grid-1-2')
  await gate.venue.connect(() => undefined)
  expect(await gate.venue.find('BTC/USDT', 'x')).toBeUndefined()
  expect(await Promise.all([gate.venue.openOrders(), gate.venue.fills('BTC/USDT', 0), gate.venue.balances()])).toEqual([
    [],
    [],
    [],
  ])
  await gate.venue.disconnect()
})

test('a halt is acknowledged once it is durable and everything sent before has its answer', async () => {
  const { clock, gate, store, venue } = aGate()
  watched(gate.place(aRequest(), GRID))
  const latch = aLatch()

  const halt = watched(gate.halt(latch))
  await settled()
  store.answer()
  await settled()
  expect(halt).toEqual({})

  venue.placed[0]?.answer({ outcome: 'unknown', settledBy: 5 })
  await settled()
  expect(halt.value).toEqual({ latch, unanswered: 0 })
  expect(clock.pending).toBe(0)
})

test('a halt waits for the orders of its own scope alone', async () => {
  const { gate, store } = aGate()
  watched(gate.place(aRequest(), GRID))

  const ofBot = watched(gate.halt(aLatch({ scope: 'bot', id: 'dca' })))
  const ofAccount = watched(gate.halt(aLatch({ scope: 'account', id: 'main' })))
  for (let i = 0; i < 2; i++) {
    await settled()
    store.answer()
  }
  await settled()

  expect(ofBot.value?.unanswered).toBe(0)
  expect(ofAccount).toEqual({})
})

test('an answer that does not come is waited for as long as stated, and then told as missing', async () => {
  const { clock, gate, store } = aGate()
  watched(gate.place(aRequest(), GRID))
  watched(gate.place(aRequest(), DCA))
  const halt = watched(gate.halt(aLatch()))
  await settled()
  store.answer()

  clock.advance(999)
  await settled()
  expect(halt).toEqual({})
  clock.advance(1)
  await settled()

  expect(halt.value?.unanswered).toBe(2)
  expect(clock.pending).toBe(0)
})

test('waits ten seconds for answers where nothing else is said', async () => {
  const { clock, killSwitch, store, venue } = aGate()
  const gate = new Gate({ venue: venue.port, killSwitch, clock })
  watched(gate.place(aRequest(), GRID))
  const halt = watched(gate.halt(aLatch()))
  await settled()
  store.answer()

  clock.advance(9_999)
  await settled()
  expect(halt).toEqual({})
  clock.advance(1)
  await settled()
  expect(halt.value?.unanswered).toBe(1)
})

test('a halt that cannot be written down is not acknowledged, waits all the same, and holds', async () => {
  const { gate, store, venue } = aGate()
  watched(gate.place(aRequest(), GRID))
  const halt = watched(gate.halt(aLatch()))
  await settled()
  store.answer(new Error('disk is full'))
  await settled()
  expect(halt).toEqual({})

  venue.placed[0]?.answer(ACCEPTED)
  await settled()
  expect(halt.error).toMatchObject({ code: 'LATCH_NOT_KEPT' })
  expect(await gate.place(aRequest(), GRID)).toMatchObject({ outcome: 'halted' })
})

test('a venue that throws although it may not hands its error on, and holds up no halt', async () => {
  const { gate, store, venue } = aGate()
  const placed = watched(gate.place(aRequest(), GRID))
  venue.placed[0]?.fail(new Error('<html>502</html>'))
  await settled()
  expect(placed.error).toEqual(new Error('<html>502</html>'))

  const halt = watched(gate.halt(aLatch()))
  await settled()
  store.answer()
  await settled()
  expect(halt.value?.unanswered).toBe(0)
})

test('one halt covers all venues behind the switch', async () => {
  const { clock, gate, killSwitch, store, venue } = aGate()
  const other = new HeldVenue()
  const second = new Gate({ venue: other.port, killSwitch, clock, answerBoundMs: 500 })
  watched(gate.place(aRequest(), GRID))
  watched(second.place(aRequest(), DCA))

  const halt = watched(haltAll(killSwitch, [gate, second], aLatch()))
  await settled()
  store.answer()
  venue.placed[0]?.answer(ACCEPTED)
  clock.advance(500)
  await settled()

  expect(halt.value?.unanswered).toBe(1)
  expect(await second.place(aRequest(), GRID)).toMatchObject({ outcome: 'halted' })
  expect(other.placed).toHaveLength(1)
})
