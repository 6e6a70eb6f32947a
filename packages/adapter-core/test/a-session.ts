import type { AdapterOptions } from '@md/adapter-core'
import { type FakeProtocolParts, fakeProtocol } from '@md/adapter-core/testing'
import { ManualClock } from '@md/types/testing'
import { Session, type SessionEnd } from '../src/connection/session.ts'
import { settingsOf } from '../src/options.ts'
import { FakeExchange, type FakeSocket } from './fake-exchange.ts'

/** A session on a fake socket, with a list of what is to be sent and notes of what happened. */
export function aSession(parts: FakeProtocolParts = {}, options: AdapterOptions = {}) {
  const clock = new ManualClock()
  const exchange = new FakeExchange()
  const protocol = fakeProtocol(parts)
  const { openSocket } = exchange
  const toSend: string[] = []
  const frames: string[] = []
  const skipped: string[] = []
  const counted = { sent: 0 }
  const expecting = { data: true }
  const session = new Session(7, protocol, settingsOf(protocol, { clock, openSocket, ...options }), {
    frame: (frame) => frames.push(frame.toString()),
    skipped: (reason, bytes) => skipped.push(`${reason} ${bytes}`),
    next: () => toSend.shift(),
    sent: () => {
      counted.sent += 1
    },
    expecting: () => expecting.data,
  })
  const { socket } = exchange
  return { clock, session, socket, toSend, frames, skipped, counted, expecting }
}

/** A session whose socket is open. */
export function anOpenSession(parts: FakeProtocolParts = {}, options: AdapterOptions = {}) {
  const made = aSession(parts, options)
  made.socket.accept()
  return made
}

/** How a session ended: waits for it. */
export const endOf = ({ session }: { readonly session: Session }): Promise<SessionEnd> => session.ended

/** Lets time pass and something be heard every so often. */
export function passTalking(clock: ManualClock, socket: FakeSocket, ms: number, every: number): void {
  for (let passed = 0; passed < ms; passed += every) {
    clock.advance(every)
    socket.say()
  }
}
