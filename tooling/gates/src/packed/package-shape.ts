import { basename } from 'node:path'
import { type Outcome, run, tool } from '../command.ts'
import { lastLines } from '../command-gate.ts'
import type { Gate } from '../gate.ts'
import { type Packed, packAll } from './pack.ts'
import { inScratch } from './scratch.ts'

/** What would be published, looked at from outside: by publint, by attw, and for what must be and must not be in it. */
export const packageShape: Gate = {
  name: 'packages',
  promise: 'every tarball is one that npm, Node and TypeScript understand, with a licence, a README and no tests',
  check: (root) =>
    inScratch(async (folder) => {
      const packed = await packAll(root, folder)
      const problems: string[] = []
      for (const one of packed) problems.push(...(await shapeProblems(root, one)))
      return { problems, notes: [`${packed.length} tarballs`] }
    }),
}

async function shapeProblems(root: string, { name, tarball }: Packed): Promise<readonly string[]> {
  const tar = (args: readonly string[]) => run({ program: 'tar', args, cwd: root, limitSeconds: 60 })
  const [publint, attw, list, manifest] = await Promise.all([
    tool(root, 'publint', ['run', tarball, '--strict'], 60),
    tool(root, 'attw', [tarball, '--profile', 'esm-only', '--no-emoji', '--no-color'], 120),
    tar(['-tzf', tarball]),
    tar(['-xzOf', tarball, 'package/package.json']),
  ])
  return [
    ...complaint(name, 'publint', publint),
    ...complaint(name, 'attw', attw),
    ...complaint(name, 'tar', list),
    ...contentProblems(basename(tarball), list.output.trim().split('\n'), manifest.output),
  ]
}

export function contentProblems(tarball: string, paths: readonly string[], manifest: string): readonly string[] {
  const missing = ['package/LICENSE', 'package/README.md'].filter((path) => !paths.includes(path))
  const excess = paths.filter((path) => /\.test(-d)?\.|\.tsbuildinfo$|\/fixtures\/|^package\/test\//.test(path))
  return [
    ...missing.map((path) => `${tarball} has no ${path.replace('package/', '')}: put one beside its package.json`),
    ...excess.map((path) => `${tarball} carries ${path}: see "files" in its package.json`),
    ...(manifest.includes('"workspace:') ? [`${tarball} still says "workspace:": pack it with pnpm`] : []),
    ...(manifest.includes('"catalog:') ? [`${tarball} still says "catalog:": pack it with pnpm`] : []),
    ...(manifest.includes('"@md/source"') ? [`${tarball} still exports its sources: see "publishConfig"`] : []),
  ]
}

const complaint = (name: string, by: string, { ending, output, succeeded }: Outcome): readonly string[] =>
  succeeded ? [] : [`${name}: ${by} ${ending}:\n${lastLines(output, 60)}`]
