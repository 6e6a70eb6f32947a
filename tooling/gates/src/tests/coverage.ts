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
  const files = Object.entries(summary)
    .filter(([path]) => path !== 'total')
    .map(([path, counts]) => ({ path: relative(root, path), counts }))
  if (files.length === 0) return ['the coverage report names no file']

  const folders = new Set(files.map(({ path }) => packageFolder(path)))
  return [...folders].flatMap((folder) => {
    const members = files.filter(({ path }) => packageFolder(path) === folder)
    return KINDS.flatMap((kind) => shortfall(folder, kind, members))
  })
}

interface CoveredFile {
  readonly path: string
  readonly counts: FileCoverage
}

function shortfall(folder: string, kind: Kind, files: readonly CoveredFile[]): readonly string[] {
  const covered = sum(files.map(({ counts }) => counts[kind].covered))
  const total = sum(files.map(({ counts }) => counts[kind].total))
  const reached = percent({ covered, total })
  if (reached >= LEAST_PERCENT) return []

  const missed = ({ counts }: CoveredFile): number => counts[kind].total - counts[kind].covered
  const worst = files.toSorted((a, b) => missed(b) - missed(a)).slice(0, 5)
  const list = worst.map((file) => `  ${file.path}: ${missed(file)} of ${file.counts[kind].total} not reached`)
  return [
    `${folder}: ${reached.toFixed(1)} % of its ${kind} are tested, and ${LEAST_PERCENT} % are asked for\n${list.join('\n')}`,
  ]
}

const percent = ({ covered, total }: Count): number => (total === 0 ? 100 : (100 * covered) / total)

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

const packageFolder = (path: string): string => path.split('/').slice(0, 2).join('/')
