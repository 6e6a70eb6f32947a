import { expect, test } from 'vitest'
import { anOpenSession, endOf, passTalking } from '../../test/a-session.ts'

const TIMES = { pingInterval: 30_000, pongTimeout: 10_000 }
const STRICT = { outbound: { limit: 5, windowMs: 1_000, reserve: 1 }, pongsCount: true }

test('asks every so often whether the exchange is there, and takes anything for an answer', () => {
  const { socket, clock, session } = anOpenSession({}, TIMES)

  clock.advance(30_000)
  expect(socket.pings).toBe(1)
  socket.pongUs()
  clock.advance(30_000)
  expect(socket.pings).toBe(2)
  socket.say()
  clock.advance(20_000)

  expect(session.isOpen).toBe(true)
})

test('a half-open connection is ended when a ping is not answered', async () => {
  const made = anOpenSession({}, TIMES)

  made.clock.advance(39_999)
  expect(made.session.isOpen).toBe(true)
  made.clock.advance(1)

  expect(await endOf(made)).toMatchObject({ reason: 'no answer to a ping within 10000 ms' })
  expect([made.socket.ended, made.clock.pending]).toEqual([true, 0])
})

test('a venue that wants its own pings gets them beside the others', () => {
  const { socket, clock } = anOpenSession({ ping: (id) => `ping ${id}` }, TIMES)

  clock.advance(30_000)

  expect([socket.pings, socket.sent]).toEqual([1, ['ping 1']])
})

test('the pings of the exchange are answered with what they carry', () => {
  const { socket, counted } = anOpenSession()

  socket.pingUs('42')

  expect([socket.pongs, counted.sent]).toEqual([['42'], 1])
})

test('many who want to know at once are one question', () => {
  const { socket, session, clock } = anOpenSession({ limits: STRICT })

  for (let i = 0; i < 100; i++) session.probe()
  expect(socket.pings).toBe(1)
  socket.pongUs()
  session.probe()
  clock.advance(0)

  expect(socket.pings).toBe(2)
})

test('where pings and pongs count, they wait for their place like everything else', () => {
  const { socket, session, clock, toSend } = anOpenSession({ limits: STRICT })
  toSend.push(...'abcd')
  session.wake()
  clock.advance(0)
  socket.pingUs('first')
  expect([socket.sent.length, socket.pongs]).toEqual([4, ['first']])

  for (const payload of ['second', 'third']) socket.pingUs(payload)
  session.probe()
  clock.advance(1_249)
  expect([socket.pongs, socket.pings]).toEqual([['first'], 0])
  clock.advance(1)

  expect([socket.pongs, socket.pings]).toEqual([['first', 'third'], 1])
})

test('a ping that has to wait is not missed before it is sent', () => {
  const { socket, session, clock, toSend } = anOpenSession(
    { limits: STRICT },
    { pongTimeout: 500, pingInterval: 60_000 },
  )
  toSend.push(...'abcd')
  session.wake()
  clock.advance(0)
  socket.pingUs()

  session.probe()
  clock.advance(1_250 + 499)
  expect([socket.pings, session.isOpen]).toEqual([1, true])
  clock.advance(1)

  expect(session.isOpen).toBe(false)
})

test('where they do not count, pings and pongs go out at once', () => {
  const { socket, session, clock, toSend } = anOpenSession({ limits: { ...STRICT, pongsCount: false } })
  toSend.push(...'abcd')
  session.wake()
  clock.advance(0)

  for (const payload of ['1', '2', '3']) socket.pingUs(payload)
  session.probe()

  expect([socket.pongs, socket.pings]).toEqual([['1', '2', '3'], 1])
})

test('a venue that always says something is dead when it does not', async () => {
  const made = anOpenSession({ limits: { silence: 10_000 } }, { pingInterval: 3_600_000 })
  passTalking(made.clock, made.socket, 60_000, 4_000)
  expect(made.session.isOpen).toBe(true)

  made.clock.advance(9_999)
  expect(made.session.isOpen).toBe(true)
  made.clock.advance(5_001)

  expect(await endOf(made)).toMatchObject({ reason: 'silent for 10000 ms' })
})

test('silence is no sign while nothing is subscribed', () => {
  const { clock, session, expecting } = anOpenSession({ limits: { silence: 10_000 } }, { pingInterval: 3_600_000 })
  expecting.data = false
  clock.advance(60_000)
  expect(session.isOpen).toBe(true)

  expecting.data = true
  clock.advance(15_000)

  expect(session.isOpen).toBe(false)
})
