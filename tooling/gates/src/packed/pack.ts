import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Outcome, pnpm } from '../command.ts'
import { lastLines } from '../command-gate.ts'
import { readPackages, type WorkspacePackage } from '../workspace/workspace.ts'

/** A package as it would be published. */
export interface Packed extends WorkspacePackage {
  readonly tarball: string
}

/** Builds every publishable package and packs it into `folder`, with its `publishConfig` swapped in. */
export async function packAll(root: string, folder: string): Promise<readonly Packed[]> {
  const published = (await readPackages(root)).filter(({ isPublished }) => isPublished)
  await build(root, published)

  const filters = published.flatMap(({ name }) => ['--filter', name])
  const pack = ['--recursive', ...filters, 'pack', '--pack-destination', folder]
  expectSuccess('pnpm pack', await pnpm(root, pack, 180))

  const present = await readdir(folder)
  return published.map((one) => ({ ...one, tarball: join(folder, tarballOf(one, present)) }))
}

/** Builds these packages and what they depend on: whatever else is broken is no concern of theirs. */
export async function build(root: string, packages: readonly WorkspacePackage[]): Promise<void> {
  const filters = packages.map(({ name }) => `--filter=${name}`)
  expectSuccess('the build', await pnpm(root, ['build', ...filters], 300))
}

/** `@md/types` 0.1.0 becomes `md-types-0.1.0.tgz`. */
function tarballOf({ name, version }: WorkspacePackage, present: readonly string[]): string {
  const expected = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
  if (!present.includes(expected)) throw new Error(`packing ${name} did not produce ${expected}: ${present.join(', ')}`)
  return expected
}

export function expectSuccess(what: string, { ending, output, succeeded }: Outcome): void {
  if (!succeeded) throw new Error(`${what} ${ending}:\n${lastLines(output, 60)}`)
}
