import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { BotPart } from './bots/bots-bench.ts'

/** Each has a place of its own on the page. */
export type Place = 'bench' | 'redis' | BotPart

const PAGE = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url))

export async function updateDocs(place: Place, tables: string): Promise<void> {
  await writeFile(PAGE, withTables(await readFile(PAGE, 'utf8'), place, tables))
}

/** @throws Error when the page has no place for them */
export function withTables(page: string, place: Place, tables: string): string {
  const [startMark, endMark] = [`<!-- ${place}:start -->`, `<!-- ${place}:end -->`]
  const [start, end] = [page.indexOf(startMark), page.indexOf(endMark)]
  if (start < 0 || end < start) throw new Error(`the page needs ${startMark} and, after it, ${endMark}`)
  return `${page.slice(0, start + startMark.length)}\n${tables.trim()}\n${page.slice(end)}`
}
