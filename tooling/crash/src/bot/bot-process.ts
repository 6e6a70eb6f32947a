import { systemClock } from '@md/runtime'
import { reportOf } from '@md/types'
import { booksOf, settled } from './bot-books.ts'
import { type BotWorld, openWorld, startBots } from './bot-world.ts'
import { Fuse } from './fuse.ts'
import type { BotPlan } from './plan.ts'
import type { Word } from './report.ts'

/** How long bots may take until nothing is open any more, ms of their time. */
const PATIENCE_MS = 120_000

const tell = (word: Word): Promise<void> =>
  new Promise((told) => (process.send === undefined ? told() : process.send(word, () => told())))

async function run(plan: BotPlan): Promise<void> {
  const fuse = new Fuse(plan.armed, () => process.kill(process.pid, 'SIGKILL'))
  const world = await openWorld(plan, fuse)
  world.fleet.on('fault', ({ botId, event: { code, message, where } }) => {
    void tell({ kind: 'trouble', trouble: { botId, where, code, message } })
  })
  await startBots(world, plan)
  await tell({ kind: 'running' })
  if (plan.mode === 'settle') return settle(world)
  const { haltAfterMs, stopAfterMs } = plan
  if (haltAfterMs !== undefined) systemClock.after(haltAfterMs, () => void halt(world, fuse))
  if (stopAfterMs !== undefined) systemClock.after(stopAfterMs, () => void stop(world))
}

/** What the operator was told, the venue is told: from then on nothing may arrive. */
async function halt({ clock, fleet, venue }: BotWorld, fuse: Fuse): Promise<void> {
  fuse.reach('halt:before')
  const halted = fleet.halt({ scope: 'process', id: '', cause: 'the crash test', by: 'its plan', at: clock.now() })
  fuse.reach('halt:sent')
  await halted
  await venue.tellHalted()
  fuse.reach('halt:after')
}

async function stop({ fleet, store }: BotWorld): Promise<void> {
  await fleet.stopAll('as planned')
  await store.close()
  process.exit(0)
}

async function settle({ clock, fleet, sqlite, store }: BotWorld): Promise<void> {
  if (!(await settled(fleet, clock, PATIENCE_MS))) {
    const open = fleet.statuses().map(({ exits, id, openOrders, positions, reason, state }) => ({
      id,
      state,
      reason,
      exits,
      openOrders,
      held: positions.map(({ amount }) => amount),
    }))
    await tell({ kind: 'unsettled', what: JSON.stringify(open) })
  }
  const statuses = fleet.statuses()
  await fleet.stopAll('it is over', { deadlineMs: PATIENCE_MS })
  await tell({ kind: 'report', bots: await booksOf(sqlite, statuses), latches: await sqlite.latches() })
  await store.close()
  process.exit(0)
}

process.once('message', (plan: BotPlan) => {
  run(plan).catch(async (error: unknown) => {
    await tell({ kind: 'failed', reason: `${reportOf(error).code}: ${reportOf(error).message}` })
    process.exit(1)
  })
})
// Whoever started it is gone.
process.once('disconnect', () => process.exit(0))
