import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../command.ts'

export interface TextFile {
  /** From the root. */
  readonly path: string
  readonly text: string
}

/** Every file that is, or would be, committed: what git ignores is nobody's concern. */
export async function committedFiles(root: string): Promise<readonly string[]> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const { ending, output, succeeded } = await run({ program: 'git', args, cwd: root, limitSeconds: 60 })
  if (!succeeded) throw new Error(`the gates need a git work tree: git ls-files ${ending}\n${output}`)
  return output.split('\0').filter((path) => path !== '')
}

/** Files that are text; one that was deleted and not yet committed is left out. */
export async function readTexts(root: string, paths: readonly string[]): Promise<readonly TextFile[]> {
  const files = await Promise.all(paths.map((path) => readText(root, path)))
  return files.filter((file) => file !== undefined)
}

async function readText(root: string, path: string): Promise<TextFile | undefined> {
  const text = await readFile(join(root, path), 'utf8').catch(() => undefined)
  return text === undefined || text.includes('\0') ? undefined : { path, text }
}
