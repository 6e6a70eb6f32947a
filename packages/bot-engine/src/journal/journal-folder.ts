import { mkdir, readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** One file of a journal: a run of the bot, and which part of it. Sorted by name, they are in the order of time. */
export interface JournalPart {
  readonly path: string
  readonly run: number
  readonly part: number
  readonly bytes: number
}

const NAME = /^(\d{15})-(\d{5,})\.ndjson$/

export const partPath = (folder: string, run: number, part: number): string =>
  join(folder, `${String(run).padStart(15, '0')}-${String(part).padStart(5, '0')}.ndjson`)

/** The journal's files in a folder, oldest first; what else lies there is left alone. */
export async function journalParts(folder: string): Promise<readonly JournalPart[]> {
  const parts: JournalPart[] = []
  for (const name of await readdir(folder)) {
    const match = NAME.exec(name)
    if (match === null) continue
    const path = join(folder, name)
    parts.push({ path, run: Number(match[1]), part: Number(match[2]), bytes: (await stat(path)).size })
  }
  return parts.sort((a, b) => a.run - b.run || a.part - b.part)
}

/** Makes the folder where it is missing. A new run is later than all that are there, even if the clock went back. */
export async function newRun(folder: string, now: number): Promise<{ run: number; parts: readonly JournalPart[] }> {
  await mkdir(folder, { recursive: true })
  const parts = await journalParts(folder)
  return { run: Math.max(Math.floor(now), (parts.at(-1)?.run ?? -1) + 1), parts }
}

/** Deletes the oldest until the rest is within the limit; the newest always stays. Returns what is left. */
export async function deleteOldest(parts: readonly JournalPart[], maxBytes: number): Promise<readonly JournalPart[]> {
  const left = [...parts]
  let bytes = left.reduce((sum, part) => sum + part.bytes, 0)
  while (bytes > maxBytes && left.length > 1) {
    const oldest = left[0]
    if (oldest === undefined) break
    await unlink(oldest.path)
    left.shift()
    bytes -= oldest.bytes
  }
  return left
}
