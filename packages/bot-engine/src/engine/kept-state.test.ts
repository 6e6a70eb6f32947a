import { expect, test } from 'vitest'
import { buy, EngineStage, puppet, turns } from '../../test/engine-stage.ts'
import type { JournalEntry } from '../journal/entry.ts'
import { replayJournal } from '../replay/replay-journal.ts'

const statesIn = (journal: readonly JournalEntry[]) => journal.filter((entry) => entry.type === 'state')

/** Counts prices while they are even, and buys at the second. */
const counting = () =>
  puppet({
    ticker: ({ state }, { last }) => {
      if (last % 2 === 0) state.prices += 1
      return state.prices === 2 && last === 102 ? buy('0.5') : undefined
    },
  }).strategy

async function aBuyer() {
  const stage = await new EngineStage(counting(), { bot: { barriers: { stopLoss: 0.02 } } }).begun()
  await stage.price(100)
  const before = stage.journal.length
  await stage.price(102)
  await stage.engine.settled()
  return { stage, orderly: stage.journal.slice(before) }
}

test('what a step leaves is written where it is not what was written before', async () => {
  const { orderly, stage } = await aBuyer()
  const types = orderly.map(({ type }) => type)
  expect(types.filter((type) => ['intent', 'order', 'fill', 'outcome'].includes(type))).toHaveLength(5)
  expect(statesIn(orderly).length).toBeLessThan(5)
  const all = statesIn(stage.journal)
  for (const [i, { keep, state }] of all.entries())
    expect([JSON.stringify(state), JSON.stringify(keep)]).not.toEqual([
      JSON.stringify(all[i - 1]?.state),
      JSON.stringify(all[i - 1]?.keep),
    ])
})

test('what hooks make of a state is written with the next step that counts', async () => {
  const { stage } = await aBuyer()
  await stage.price(103)
  await stage.price(104)
  expect(statesIn(stage.journal).at(-1)?.state).toEqual({ prices: 2 })
  stage.engine.command('pause', 'to have a look')
  expect(statesIn(stage.journal).at(-1)?.state).toEqual({ prices: 3 })
})

test('a replay leaves out the same ones', async () => {
  const { stage } = await aBuyer()
  await stage.price(104)
  expect(replayJournal(stage.journal, counting()).difference).toBeUndefined()
})

test('a restart reads the last one, however many steps came after it', async () => {
  const { stage } = await aBuyer()
  const last = statesIn(stage.journal).at(-1)
  stage.engine.command('pause', 'once')
  stage.engine.command('resume', 'once')
  await stage.engine.settled()
  stage.leases.revoke('one', 'the process died')
  await turns()
  const left = await stage.store.load('one')
  const states = left.entries.filter((entry) => entry.type === 'state')
  expect(states.at(-1)).toMatchObject({ state: last?.state })
  expect(left.entries.at(-1)?.n).toBeGreaterThan(last?.n ?? 0)
})
