import { existsSync } from 'node:fs'
import { join, relative } from 'node:path/posix'
import { type Layers, readJson, type WorkspacePackage } from '../workspace/workspace.ts'
import type { Surroundings } from './import-rules.ts'

/** Every package is type-checked, knows its place, and refers to what it depends on. */
export async function wiringProblems(root: string, { layers, packages }: Surroundings): Promise<readonly string[]> {
  const compiled = packages.filter(({ folder }) => existsSync(join(root, folder, 'tsconfig.json')))
  const fromRoot = await references(root, '')
  const problems = await Promise.all(compiled.map((one) => referenceProblems(root, one, compiled)))
  return [
    ...packages.flatMap((one) => layerProblems(one, layers)),
    ...compiled.filter(({ folder }) => !fromRoot.includes(folder)).map(({ folder }) => NOT_COMPILED(folder)),
    ...problems.flat(),
  ]
}

/** A layer without a row may import everything, which is not for what is published. */
function layerProblems({ folder, layer }: WorkspacePackage, layers: Layers): readonly string[] {
  if (layer === undefined) return [`${folder}/turbo.json has no tag: say which layer the package belongs to`]
  if (layers.has(layer) || !folder.startsWith('packages/')) return []
  return [`turbo.json does not say what the layer "${layer}" of ${folder} may import`]
}

async function referenceProblems(
  root: string,
  { dependencies, folder }: WorkspacePackage,
  compiled: readonly WorkspacePackage[],
): Promise<readonly string[]> {
  const wanted = compiled.filter(({ name }) => dependencies.includes(name)).map((dependency) => dependency.folder)
  const present = await references(root, folder)
  return [
    ...wanted.filter((path) => !present.includes(path)).map((path) => MISSING(folder, path)),
    ...present.filter((path) => !wanted.includes(path)).map((path) => NEEDLESS(folder, path)),
  ]
}

/** The folders that a `tsconfig.json` refers to, from the root. */
async function references(root: string, folder: string): Promise<readonly string[]> {
  const { references = [] } = await readJson<TsConfig>(join(root, folder, 'tsconfig.json'))
  return references.map(({ path }) => relative(root, join(root, folder, path)))
}

interface TsConfig {
  readonly references?: readonly { readonly path: string }[]
}

const NOT_COMPILED = (folder: string) => `tsconfig.json does not refer to ${folder}, so its types are never checked`
const MISSING = (folder: string, path: string) => `${folder}/tsconfig.json does not refer to its dependency ${path}`
const NEEDLESS = (folder: string, path: string) =>
  `${folder}/tsconfig.json refers to ${path}, which it does not depend on`
