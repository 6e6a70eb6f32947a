import { MaintainedBook } from '@md/order-book'
import type { Level } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aBookKeeper, anUpdate, aRestSnapshot, aSnapshot, NUMBERED, PLAUSIBLE } from '../../test/a-book-keeper.ts'
import { LAST, type NumberedVenue, numberOf, type Step, someSteps, someVenue } from '../../test/numbered-venue.ts'
import type { BookMessage } from '../inbound.ts'
import type { BookRules } from '../protocol.ts'
import type { BookKeeper } from './book-keeper.ts'

const hashOf = (levels: Iterable<Level>): number =>
  [...`${[...levels]}`].reduce((hash, character) => (hash * 31 + character.charCodeAt(0)) | 0, 7)

/** Nothing is numbered; the whole book is in the checksum. */
const HASHED: BookRules = {
  ...PLAUSIBLE,
  integrity: 'checksum',
  verify: ({ bids }, { checksum }) => hashOf(bids) === checksum,
}

test.each([
  ['that is numbered and begins by REST', NUMBERED],
  ['that is numbered and begins with its stream', { ...NUMBERED, startsFrom: 'stream' } as const],
  ['that has a checksum and begins with its stream', HASHED],
])('a book %s is never live with wrong levels, whatever happens to its messages', (_, rules) => {
  let live = 0
  fc.assert(
    fc.property(someVenue, someSteps, (venue, steps) => {
      const follower = new MaintainedBook({ exchange: 'binance', symbol: 'BTC/USDT', integrity: 'sequence' })
      const { keeper, book } = aBookKeeper(rules, {}, (told) => {
        if (told.change) expect(follower.follow(told.change, told)).toBe('applied')
        if (told.status !== 'live') return
        live += 1
        expect([...told.bids]).toEqual(venue.bids(numberOf(told.bids)))
        expect([...follower.bids]).toEqual([...told.bids])
      })

      for (const step of steps) {
        hand(keeper, step, venue, rules)
        if (book.status === 'live') expect([...book.bids]).toEqual(venue.bids(numberOf(book.bids)))
      }
    }),
    { numRuns: 1_000 },
  )
  expect(live).toBeGreaterThan(500)
})

function hand(keeper: BookKeeper, step: Step, venue: NumberedVenue, { startsFrom }: BookRules): void {
  switch (step.does) {
    case 'hear':
      keeper.receive(anUpdateOf(venue, step.first, step.count), step.line)
      break
    case 'go on':
      keeper.receive(anUpdateOf(venue, Math.min(numberOf(keeper.book.bids) + 1, LAST), step.count), step.line)
      break
    case 'snapshot':
      if (startsFrom === 'stream') keeper.receive(aSnapshotOf(venue, step.number), step.line)
      else keeper.startFrom(aRestSnapshot(step.number, { bids: venue.bids(step.number), asks: [] }))
      break
    default:
      keeper[step.does](step.line)
  }
}

function anUpdateOf(venue: NumberedVenue, first: number, count: number): BookMessage {
  const last = Math.min(first + count - 1, LAST)
  return anUpdate(first, last, { bids: venue.between(first, last), checksum: hashOf(venue.bids(last)) })
}

function aSnapshotOf(venue: NumberedVenue, last: number): BookMessage {
  const bids = venue.bids(last)
  return aSnapshot({ last, bids, checksum: hashOf(bids) })
}
