import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Gate } from '../gate.ts'

/** Per package, so that a thorough one cannot hide a neglected one. The same figure stands in vitest.config.ts. */
const LEAST_PERCENT = 90

const KINDS = ['statements', 'branches'] as const

type Kind = (typeof KINDS)[number]

interface Count {
  readonly total: number
  readonly covered: number
}

type FileCoverage = Readonly<Record<Kind, Count>>

/** By absolute path, and `total`: what the `json-summary` reporter writes. */
export type CoverageSummary = Readonly<Record<string, FileCoverage>>

export const coverage: Gate = {
  name: 'coverage',
  promise: `tests reach ${LEAST_PERCENT} % of the statements and branches of every package`,
  async check(root) {
    const summary = await readCoverage(root)
    const { total } = summary
    const notes = total ? [KINDS.map((kind) => `${percent(total[kind]).toFixed(1)} % of ${kind}`).join(', ')] : []
    return { problems: coverageProblems(root, summary), notes }
  },
}

export async function readCoverage(root: string): Promise<CoverageSummary> {
  const path = 'coverage/coverage-summary.json'
  const text = await readFile(join(root, path), 'utf8').catch((cause: unknown) => {
    throw new Error(`there is no ${path}: run the gate "tests" first`, { cause })
  })
  return JSON.parse(text) as CoverageSummary
}

export function coverageProblems(root: string, summary: CoverageSummary): readonly string[] {
  const files = Object.entries(summary).filter(([path]) => path !== 'total')
  if (files.length === 0) return ['the coverage report names no file']

  const byPackage = Map.groupBy
    ? Map.groupBy(files, ([path]) => packageFolder(root, path))
    : grouped(files, ([path]) => packageFolder(root, path))
  return [...byPackage].flatMap(([folder, members]) => KINDS.flatMap((kind) => problem(folder, kind, members)))
}
