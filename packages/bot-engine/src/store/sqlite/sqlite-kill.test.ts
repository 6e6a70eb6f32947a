import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SqliteStage } from '../../../test/sqlite-stage.ts'
import type { StoredBot } from '../store.ts'

const PROGRAM = fileURLToPath(new URL('../../../test/appending-process.ts', import.meta.url))
const BOTS = 5
const RUNS = 10

let stage: SqliteStage

beforeEach(async () => {
  stage = await SqliteStage.set()
})

afterEach(() => stage.close())

interface Told {
  readonly kept: ReadonlyMap<string, number>
  readonly fences: ReadonlyMap<string, number>
  /** What each bot found when it began. */
  readonly begun: ReadonlyMap<string, number>
}

/** Kills it with SIGKILL after so many acknowledgements. */
async function runAndKill(acknowledgements: number): Promise<Told> {
  const args = ['--import', 'tsx', '--conditions=@md/source', PROGRAM, stage.path, String(BOTS)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [kept, fences, begun] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()]
  let count = 0
  for await (const line of createInterface({ input: child.stdout })) {
    const [bot = '', what, ...rest] = line.split(' ')
    if (what === 'began') {
      begun.set(bot, Number(rest[1]))
      fences.set(bot, Number(rest[3]))
    } else {
      kept.set(bot, Number(rest[0]))
      count += 1
    }
    if (count === acknowledgements) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return { kept, fences, begun }
}

/** Seeded: the same moments every time. */
const momentOf = (run: number): number => 1 + ((run * 7919) % 240)

function expectWhole({ damage, entries, snapshot }: StoredBot, acknowledged: number): void {
  expect(damage).toBeUndefined()
  const first = (snapshot?.n ?? 0) + 1
  expect(entries.map(({ n }) => n)).toEqual(entries.map((_, i) => first + i))
  const last = entries.at(-1)?.n ?? snapshot?.n ?? 0
  expect(last).toBeGreaterThanOrEqual(acknowledged)
  // At most the one that was on its way.
  expect(last).toBeLessThanOrEqual(acknowledged + 1)
}

test('what was acknowledged before a kill -9 is there, without a hole, and the next one may begin at once', async () => {
  let last = new Map<string, number>()
  for (let run = 0; run < RUNS; run++) {
    const { begun, fences, kept } = await runAndKill(momentOf(run))
    for (const [bot, n] of begun) expect(n).toBeGreaterThanOrEqual(last.get(bot) ?? 0)
    // One a run, whether or not it lived to be told.
    for (const fence of fences.values()) expect(fence).toBe(run + 1)
    last = new Map([...begun, ...last, ...kept])

    const store = await stage.open()
    for (const [bot, n] of last) expectWhole(await store.load(bot), n)
    await stage.closeStores()
  }
  expect(last.size).toBe(BOTS)
  expect(Math.max(...last.values())).toBeGreaterThan(50)
}, 240_000)
