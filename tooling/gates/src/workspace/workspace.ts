import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The folders of `pnpm-workspace.yaml`. */
const GROUPS = ['packages', 'apps', 'tooling'] as const

/** One package of the repository, as its own files describe it. */
export interface WorkspacePackage {
  readonly name: string
  readonly version: string
  /** From the root: `packages/types`. */
  readonly folder: string
  /** Its place in the direction of dependency: the one tag in its `turbo.json`. */
  readonly layer: string | undefined
  readonly isPublished: boolean
  readonly dependencies: readonly string[]
  readonly devDependencies: readonly string[]
  /** What may be imported from it, as written in an import: `@md/types`, `@md/types/testing`. */
  readonly entries: readonly string[]
}

/** Who may import whom, by layer. One that is not listed (app, tooling) may import everything, and nobody imports it. */
export type Layers = ReadonlyMap<string, readonly string[]>

export async function readPackages(root: string): Promise<readonly WorkspacePackage[]> {
  const found = await Promise.all(GROUPS.map((group) => packagesIn(root, group)))
  return found.flat()
}

/** The table is `turbo.json`'s, so that it stands in one place. */
export async function readLayers(root: string): Promise<Layers> {
  const { boundaries } = await readJson<TurboRoot>(join(root, 'turbo.json'))
  return new Map(Object.entries(boundaries.tags).map(([layer, rule]) => [layer, rule.dependencies.allow]))
}

export const readJson = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T

async function packagesIn(root: string, group: string): Promise<readonly WorkspacePackage[]> {
  if (!existsSync(join(root, group))) return []
  const names = await readdir(join(root, group))
  const folders = names.map((name) => `${group}/${name}`).filter((path) => existsSync(join(root, path, 'package.json')))
  return Promise.all(folders.sort().map((folder) => readPackage(root, folder)))
}

async function readPackage(root: string, folder: string): Promise<WorkspacePackage> {
  const manifest = await readJson<Manifest>(join(root, folder, 'package.json'))
  const turbo = join(root, folder, 'turbo.json')
  const { tags = [] } = existsSync(turbo) ? await readJson<TurboPackage>(turbo) : {}
  return {
    name: manifest.name,
    version: manifest.version,
    folder,
    layer: tags[0],
    isPublished: manifest.private !== true,
    dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    devDependencies: Object.keys(manifest.devDependencies ?? {}),
    entries: Object.keys(manifest.exports ?? {})
      .filter((path) => path !== './package.json')
      .map((path) => `${manifest.name}${path.slice(1)}`),
  }
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

interface TurboPackage {
  readonly tags?: readonly string[]
}

interface TurboRoot {
  readonly boundaries: {
    readonly tags: Readonly<Record<string, { readonly dependencies: { readonly allow: readonly string[] } }>>
  }
}
