import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const START = '<!-- bench:start -->'
const END = '<!-- bench:end -->'

const PAGE = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url))

export async function updateDocs(tables: string): Promise<void> {
  await writeFile(PAGE, withTables(await readFile(PAGE, 'utf8'), tables))
}

/** @throws Error when the page has no place for them */
export function withTables(page: string, tables: string): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)]
  if (start < 0 || end < start) throw new Error(`the page needs ${START} and, after it, ${END}`)
  return `${page.slice(0, start + START.length)}\n${tables.trim()}\n${page.slice(end)}`
}
