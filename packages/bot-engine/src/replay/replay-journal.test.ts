import { expect, test } from 'vitest'
import { EngineStage, puppet } from '../../test/engine-stage.ts'
import type { JournalEntry } from '../journal/entry.ts'
import { replayJournal } from './replay-journal.ts'

/** Says the best bid that it sees at every ticker. */
const watcher = () =>
  puppet({ ticker: (context) => ({ kind: 'note', message: `bid ${context.book()?.bids.price(0)}` }) }).strategy

const lastNote = (journal: readonly JournalEntry[]): string | undefined =>
  journal.flatMap((entry) => (entry.type === 'note' ? [entry.message] : [])).at(-1)

async function aRun(move: (stage: EngineStage) => void): Promise<EngineStage> {
  const stage = await new EngineStage(watcher()).begun()
  await stage.price(100)
  move(stage)
  await stage.price(101)
  await stage.engine.settled()
  return stage
}

const moved = (stage: EngineStage): void => {
  const stamp = { timestamp: undefined, receivedAt: stage.clock.now() }
  stage.feed.book.update({ bids: [[99.95, 3]], asks: [] }, stamp)
  stage.feed.book.update({ bids: [[99.97, 1]], asks: [] }, stamp)
}

test('a book that had moved on when it was looked at is in the journal as it was then, and played again like that', async () => {
  const { journal } = await aRun(moved)
  const looks = journal.filter(({ type }) => type === 'look')
  expect(looks).toMatchObject([
    {
      book: {
        change: {
          kind: 'snapshot',
          bids: [
            [99.97, 1],
            [99.95, 3],
            [99.9, 50],
            [99.8, 50],
          ],
        },
      },
    },
  ])
  expect(replayJournal(journal, watcher()).difference).toBeUndefined()
  expect(lastNote(journal)).toBe('bid 99.97')
})

test('a book that is as it was told leaves no look, nor does asking for the status', async () => {
  const { engine, journal } = await aRun((stage) => void stage.engine.status())
  engine.status()
  expect(journal.filter(({ type }) => type === 'look')).toEqual([])
})

test('what follows a snapshot that the bot was not told of is played on the right book', async () => {
  const { feed, journal } = await aRun((stage) => {
    const stamp = { timestamp: undefined, receivedAt: stage.clock.now() }
    stage.feed.book.snapshot({ bids: [[90, 1]], asks: [[110, 1]] }, stamp)
    stage.feed.updateBook([[91, 1]])
  })
  expect(feed.book.sequence).toBe(1)
  expect(replayJournal(journal, watcher()).difference).toBeUndefined()
  expect(lastNote(journal)).toBe('bid 91')
})

test('the first difference is told, with both sides', async () => {
  const { journal } = await aRun(moved)
  const other = puppet({ ticker: () => ({ kind: 'note', message: 'something else' }) }).strategy
  expect(replayJournal(journal, other).difference).toMatchObject({
    recorded: expect.stringContaining('"type":"'),
    replayed: expect.stringContaining('something else'),
  })
})

test('a journal that ends with what nobody makes of it says what is missing, and is left as it was', async () => {
  const { journal } = await aRun(moved)
  const before = structuredClone(journal)
  const more = { n: 9_999, at: 0, type: 'note', message: 'never said' } as const
  expect(replayJournal([...journal, more], watcher()).difference).toMatchObject({ n: 9_999, replayed: undefined })
  expect(journal).toEqual(before)
})

test('a journal without its beginning, or of another strategy, is refused by name', async () => {
  const { journal } = await aRun(moved)
  expect(() => replayJournal(journal.slice(1), watcher())).toThrow('starts with `begin`')
  expect(() => replayJournal(journal, { ...watcher(), version: 2 })).toThrow(/puppet 2.*puppet 1/)
})
