import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { systemClock } from '@md/runtime'
import { answering } from '../../child.ts'
import { microseconds } from '../../stage/microseconds.ts'
import { Spreading } from '../percentiles.ts'
import type { WireCalls, WireFigures, WireRunOrder } from './calls.ts'
import { StopLossBot } from './stop-loss-bot.ts'

const BLOCK = Buffer.alloc(4_096, 1)
/** While code is being compiled, that is what one would measure. */
const WARM_UP_ROUNDS = 100

/** By turns: an order, an append, an fsync. A slow moment of the disk hits all of them. */
async function run({ folder, port, rounds }: WireRunOrder): Promise<WireFigures> {
  const [toWire, append, fsync] = [new Spreading(), new Spreading(), new Spreading()]
  const bot = await StopLossBot.begun(folder, port)
  const lease = await bot.store.acquire('beside')
  const file = openSync(`${folder}/raw`, 'w')
  const began = systemClock.monotonic()
  for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
    if (round === WARM_UP_ROUNDS) for (const figures of [toWire, append, fsync]) figures.reset()
    toWire.add(await bot.round())

    const appending = microseconds()
    await bot.store.append(lease, [{ n: round + 1, at: round, type: 'command', command: 'pause', reason: REASON }])
    append.add(microseconds() - appending)

    const syncing = microseconds()
    writeSync(file, BLOCK)
    fsyncSync(file)
    fsync.add(microseconds() - syncing)
  }
  const wallMs = systemClock.monotonic() - began
  closeSync(file)
  await bot.close()
  return { toWire: toWire.spread, append: append.spread, fsync: fsync.spread, rounds, wallMs }
}

/** About what a step of the bot writes. */
const REASON = 'x'.repeat(1_500)

answering<WireCalls>({ run })
