import { join } from 'node:path'
import { run } from '../command.ts'
import type { Gate } from '../gate.ts'
import { readPackages, type WorkspacePackage } from '../workspace/workspace.ts'
import { build, expectSuccess } from './pack.ts'

const MOST_MS = 100
const MOST_MEGABYTES = 20
const ROUNDS = 5
/** A busy machine only ever makes it look dearer, so a poor result is measured again. */
const ATTEMPTS = 3

interface Cost {
  readonly ms: number
  readonly megabytes: number
}

/** What it costs to have one adapter: measured in processes of plain Node, on the built files, beside one that imports nothing. */
export const importCost: Gate = {
  name: 'import-cost',
  promise: `importing one adapter takes less than ${MOST_MS} ms and ${MOST_MEGABYTES} MB over bare Node`,
  async check(root) {
    const adapters = (await readPackages(root)).filter(({ layer }) => layer === 'adapter')
    await build(root, adapters)
    const costs: [name: string, cost: Cost][] = []
    for (const adapter of adapters) {
      costs.push([adapter.name, await fairCost(root, adapter)])
    }
    return { problems: costs.flatMap(excess), notes: costs.map(toLine) }
  },
}

const isFair = ({ megabytes, ms }: Cost): boolean => ms < MOST_MS && megabytes < MOST_MEGABYTES

const toLine = ([name, { megabytes, ms }]: readonly [string, Cost]): string =>
  `${name}: ${ms.toFixed(1)} ms, ${megabytes.toFixed(1)} MB (median of ${ROUNDS})`

export const excess = ([name, cost]: readonly [string, Cost]): readonly string[] =>
  isFair(cost)
    ? []
    : [`${toLine([name, cost])}: the bounds are ${MOST_MS} ms and ${MOST_MEGABYTES} MB. See what it imports at start`]

async function fairCost(root: string, adapter: WorkspacePackage): Promise<Cost> {
  let cost = await medianCost(root, adapter)
  for (let attempt = 1; attempt < ATTEMPTS && !isFair(cost); attempt++) cost = await medianCost(root, adapter)
  return cost
}

async function medianCost(root: string, { folder, name }: WorkspacePackage): Promise<Cost> {
  const rounds: Cost[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await measure(join(root, folder), 'node:process')
    const full = await measure(join(root, folder), name)
    rounds.push({ ms: full.ms - bare.ms, megabytes: full.megabytes - bare.megabytes })
  }
  return { ms: median(rounds.map(({ ms }) => ms)), megabytes: median(rounds.map(({ megabytes }) => megabytes)) }
}

/** A package may import itself by its name, so its own folder is a place from where the import means the built files. */
async function measure(cwd: string, specifier: string): Promise<Cost> {
  const args = ['--input-type=module', '--eval', program(specifier)]
  const outcome = await run({ program: process.execPath, args, cwd, limitSeconds: 30 })
  expectSuccess(`importing ${specifier}`, outcome)
  return JSON.parse(outcome.output) as Cost
}

/** By the clock, or by the processor's own count where the clock also counted what others did meanwhile. */
const program = (specifier: string): string => `
const start = performance.now()
const before = process.cpuUsage()
await import('${specifier}')
const { user, system } = process.cpuUsage(before)
const ms = Math.min(performance.now() - start, (user + system) / 1000)
console.log(JSON.stringify({ ms, megabytes: process.memoryUsage.rss() / 1e6 }))`

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
