import { type FakeProtocolParts, fakeProtocol } from '@md/adapter-core/testing'
import { Ledger } from '../src/subscription/ledger.ts'
import { requestOf, trades } from './wire-request.ts'

export const [A, B, C] = ['trades:A/X', 'trades:B/X', 'trades:C/X']
export const [a, b, c] = [trades('A/X'), trades('B/X'), trades('C/X')]

export function aLedger(parts: FakeProtocolParts = {}) {
  const ledger = new Ledger(fakeProtocol(parts))
  let now = 0
  return {
    ledger,
    /** What is sent next, in short; nothing: `''`. */
    next: (at = now++) => {
      const text = ledger.next(at)
      if (text === undefined) return ''
      const { action, id, keys } = requestOf(text)
      return `${id} ${action} ${keys.join(' ')}`
    },
  }
}

/** A ledger that has asked for all three in frame 1. */
export function anAskedLedger(parts: FakeProtocolParts = {}) {
  const made = aLedger(parts)
  for (const request of [a, b, c]) made.ledger.want(request)
  made.next()
  return made
}
