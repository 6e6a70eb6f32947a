import { dirname, join } from 'node:path/posix'
import type { Layers, WorkspacePackage } from '../workspace/workspace.ts'
import { type Import, packageOf } from './imports.ts'
import type { SourceFile } from './source-file.ts'

/** What a rule knows besides the import itself. */
export interface Surroundings {
  readonly packages: readonly WorkspacePackage[]
  readonly layers: Layers
}

/** What is wrong with one import, or nothing. */
export type ImportRule = (file: SourceFile, found: Import, around: Surroundings) => string | undefined

/** Dependencies that one package keeps to itself, so that the rest can be written without knowing them. */
const KEPT_BY: Readonly<Record<string, string>> = { ws: '@md/adapter-core' }

/** Of the layers that turbo.json allows, those that only tests may import: turbo does not tell tests from source. */
const TEST_LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: ['simulator'],
  adapter: ['simulator'],
  recorder: ['book', 'adapter', 'simulator'],
}

const staysInside: ImportRule = ({ owner, path }, { specifier }) => {
  if (!specifier.startsWith('.')) return undefined
  const target = join(dirname(path), specifier)
  if (target.startsWith(`${owner.folder}/`)) return undefined
  return 'reaches out of its package: import the other package by its name'
}

const pointsDown: ImportRule = ({ owner }, { specifier }, { layers, packages }) => {
  const target = workspacePackage(specifier, packages)
  if (!target || target.name === owner.name || owner.layer === undefined) return undefined

  if (target.layer === owner.layer) return 'is a sibling: siblings never see each other'
  const allowed = layers.get(owner.layer)
  if (!allowed || (target.layer !== undefined && allowed.includes(target.layer))) return undefined
  return `points up or sideways: the layer "${owner.layer}" may import ${allowed.join(', ')} (turbo.json)`
}

const isDeclared: ImportRule = ({ owner, role }, { specifier }) => {
  const name = packageOf(specifier)
  if (role === 'test' || name === undefined || name === owner.name) return undefined
  if (owner.dependencies.includes(name)) return undefined
  return `is not among the "dependencies" of ${owner.folder}/package.json, so whoever installs it will not have it`
}

const onlyInTests: ImportRule = ({ owner, role }, { specifier }, { packages }) => {
  const layer = workspacePackage(specifier, packages)?.layer
  if (role === 'test' || layer === undefined || !TEST_LAYERS[owner.layer ?? '']?.includes(layer)) return undefined
  return `is for tests alone: what a "${owner.layer}" publishes may not know a "${layer}"`
}

const testingIsForTests: ImportRule = ({ owner, role }, { specifier }) => {
  const isTesting = /^@md\/[^/]+\/testing$/.test(specifier) || /\/testing\//.test(specifier)
  if (!isTesting || role === 'test' || role === 'testing' || owner.layer === 'tooling') return undefined
  return 'is made for tests: source may not depend on it'
}

const keptByOne: ImportRule = ({ owner }, { specifier }) => {
  const keeper = KEPT_BY[packageOf(specifier) ?? '']
  if (keeper === undefined || keeper === owner.name || !owner.folder.startsWith('packages/')) return undefined
  return `belongs to ${keeper} alone: ask it, or have what you need handed in`
}

export const IMPORT_RULES: readonly ImportRule[] = [
  staysInside,
  pointsDown,
  isDeclared,
  onlyInTests,
  testingIsForTests,
  keptByOne,
]

const workspacePackage = (specifier: string, packages: readonly WorkspacePackage[]): WorkspacePackage | undefined =>
  packages.find(({ name }) => name === packageOf(specifier))
