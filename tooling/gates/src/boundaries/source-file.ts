import type { TextFile } from '../workspace/files.ts'
import type { WorkspacePackage } from '../workspace/workspace.ts'
import { type Import, importsOf } from './imports.ts'

/** One source file, and what its place in the repository says about it. */
export interface SourceFile {
  readonly path: string
  readonly owner: WorkspacePackage
  /** `test` never leaves the repository; `testing` is published for other people's tests; `main` starts a process. */
  readonly role: 'source' | 'testing' | 'test' | 'main'
  readonly code: string
  readonly imports: readonly Import[]
}

/** The file as one of ours, or nothing when no package owns it. */
export function toSourceFile({ path, text }: TextFile, packages: readonly WorkspacePackage[]): SourceFile | undefined {
  const owner = packages.find(({ folder }) => path.startsWith(`${folder}/`))
  if (!owner || !/\.[cm]?tsx?$/.test(path)) return undefined

  const code = withoutComments(text)
  return { path, owner, role: roleOf(path.slice(owner.folder.length + 1)), code, imports: importsOf(code) }
}

function roleOf(path: string): SourceFile['role'] {
  if (/\.test(-d)?\.ts$/.test(path) || !path.startsWith('src/')) return 'test'
  if (path.startsWith('src/testing/')) return 'testing'
  return path === 'src/main.ts' ? 'main' : 'source'
}

/** Blanks comment lines and keeps the numbering. A comment after code stays: nothing here is misled by one. */
const withoutComments = (text: string): string =>
  text.replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, (comment) => comment.replace(/[^\n]/g, '')).replace(/^[ \t]*\/\/.*$/gm, '')
