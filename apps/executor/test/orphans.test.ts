import type { Program } from '@md/service/testing'
import { expect, test } from 'vitest'
import { aBotStage, bot, buyer, holds } from './bots-stage.ts'
import { ready } from './stage.ts'

const TIMEOUT = { timeout: 120_000 }

test(
  'a bot that is gone from the file after a restart is told with what it left, also where none is there',
  TIMEOUT,
  async () => {
    const stage = await aBotStage(buyer('goes', { policies: { onStop: 'keep' } }), buyer('stays'))
    const first = stage.executor()
    const { positions } = await bot(first, 'goes', (one) => holds(one) && one.openOrders.length === 3)
    const before = await bot(first, 'stays', holds)
    first.kill('SIGTERM')
    expect((await first.ended).code).toBe(0)

    const orphansOf = async (executor: Program) => JSON.parse((await executor.ask('/status')).text).trading.orphans
    const left = { id: 'goes', positions: [{ amount: positions[0]?.amount }], openOrders: [{}, {}, {}] }
    stage.write([buyer('stays')])
    const second = stage.executor()
    const after = await bot(second, 'stays', ({ state }) => state === 'running')
    expect(after.lastFill).toEqual(before.lastFill)
    expect(await orphansOf(second)).toMatchObject([left])
    await ready(second)
    second.kill('SIGTERM')
    expect((await second.ended).code).toBe(0)

    stage.write([])
    const third = stage.executor()
    await ready(third)
    expect(await orphansOf(third)).toMatchObject([left, { id: 'stays' }])
    expect(third.err).toContain('a bot that is not in the bots file has left something behind')
  },
)
