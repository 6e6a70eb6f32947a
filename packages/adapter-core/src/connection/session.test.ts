import { expect, test } from 'vitest'
import { anOpenSession, aSession, endOf } from '../../test/a-session.ts'
import { settled } from '../../test/fake-exchange.ts'

test('opens, and hands frames on', async () => {
  const { session, socket, frames } = aSession()
  expect(session.isOpen).toBe(false)

  socket.accept()
  socket.say({ kind: 'control', name: 'hello' })

  expect(await session.opened).toBe(true)
  expect([session.isOpen, session.id]).toEqual([true, 7])
  expect(frames).toEqual(['[{"kind":"control","name":"hello"}]'])
})

test('says how long it lived, and whether the exchange ever spoke', async () => {
  const silent = anOpenSession()
  silent.clock.advance(500)
  silent.socket.drop('gone')
  expect(await endOf(silent)).toEqual({ reason: 'gone', opened: true, heard: false, lived: 500 })

  const spoken = anOpenSession()
  spoken.socket.say()
  spoken.socket.drop('gone')
  expect(await endOf(spoken)).toMatchObject({ heard: true })

  const refused = aSession()
  refused.socket.drop('refused')
  expect(await endOf(refused)).toEqual({ reason: 'refused', opened: false, heard: false, lived: 0 })
  expect(await refused.session.opened).toBe(false)
})

test('gives a handshake up that takes too long', async () => {
  const { session, clock, socket } = aSession({}, { timeout: 300 })

  clock.advance(300)

  expect(await session.ended).toMatchObject({ reason: 'no handshake within 300 ms', opened: false })
  expect([socket.ended, clock.pending]).toEqual([true, 0])
})

test('greets first, where the venue wants to be greeted', () => {
  const { socket, toSend, clock, session } = aSession({ greeting: () => 'hello' })
  toSend.push('subscribe')

  socket.accept()
  session.wake()
  clock.advance(0)

  expect(socket.sent).toEqual(['hello', 'subscribe'])
})

test('what is asked for in one turn goes out together, and all of it is counted', () => {
  const { socket, session, toSend, clock, counted } = anOpenSession()
  session.wake()
  toSend.push('a')
  session.wake()
  toSend.push('b')
  expect(socket.sent).toEqual([])

  clock.advance(0)

  expect([socket.sent, counted.sent]).toEqual([['a', 'b'], 2])
})

test('never sends more within a window than the venue allows, its reserve kept', () => {
  const { socket, session, toSend, clock } = anOpenSession({
    limits: { outbound: { limit: 5, windowMs: 1_000, reserve: 1 } },
  })
  toSend.push(...'abcdefghij')
  session.wake()

  clock.advance(0)
  expect(socket.sent).toHaveLength(4)
  clock.advance(1_000)
  expect(socket.sent).toHaveLength(4)
  clock.advance(250)
  expect(socket.sent).toHaveLength(8)
  clock.advance(1_250)

  expect(socket.sent).toEqual([...'abcdefghij'])
})

test('frames that are too long, or binary, are counted and not decoded', () => {
  const { socket, frames, skipped, session } = anOpenSession({ limits: { frameBytes: 10 } })

  socket.frame('x'.repeat(11))
  socket.frame('x'.repeat(10))
  socket.frame('xyz', true)

  expect([frames, skipped, session.isOpen]).toEqual([['x'.repeat(10)], ['oversized 11', 'binary 3'], true])
})

test('an orderly end waits for the exchange, and listens to nothing any more', async () => {
  const { session, socket, frames, clock } = anOpenSession()
  socket.deaf = true

  session.close('enough')
  session.close('twice')
  socket.say()
  socket.pingUs()
  expect([session.isOpen, socket.ended, frames, socket.pongs]).toEqual([false, false, [], []])
  clock.advance(1_000)

  expect(socket.ended).toBe(true)
  expect(await session.ended).toMatchObject({ reason: 'enough', opened: true })
  expect(clock.pending).toBe(0)
})

test('an exchange that answers the close ends it at once', async () => {
  const { session, clock } = anOpenSession()

  session.close('enough')

  expect(await session.ended).toMatchObject({ reason: 'enough' })
  expect(clock.pending).toBe(0)
})

test('a close during the handshake ends it', async () => {
  const { session, socket, clock } = aSession()

  session.close('not needed')
  socket.accept()

  expect(await session.ended).toMatchObject({ reason: 'not needed', opened: false })
  expect([session.isOpen, clock.pending]).toEqual([false, 0])
})

test('ends once, for the first reason', async () => {
  const { session, socket } = anOpenSession()

  session.fail('first')
  session.fail('second')
  session.close('third')
  socket.drop('fourth')

  expect(await session.ended).toMatchObject({ reason: 'first' })
})

test('nothing is sent and no timer is left after the end', async () => {
  const { session, socket, toSend, clock } = anOpenSession()
  toSend.push('a')
  session.wake()

  socket.drop()
  session.wake()
  session.probe()
  clock.advance(100_000)
  await settled()

  expect([socket.sent, socket.pings, clock.pending]).toEqual([[], 0, 0])
})
