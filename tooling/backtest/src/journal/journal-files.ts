import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { InvalidInputError } from '@md/types'

/** What one life of a bot has left: its files, oldest first. */
export interface RunFiles {
  /** For people. */
  readonly path: string
  readonly files: readonly string[]
}

export interface JournalFiles {
  readonly runs: readonly RunFiles[]
  /** The store that was named: what it has kept is compared as well. */
  readonly store: string | undefined
}

/** `<run>-<part>.ndjson`, as a journal's folder holds them. */
const PART = /^(\d{15})-(\d{5,})\.ndjson$/

/**
 * The journals of a store (they lie in `journal/` beside it), of the folder that it lies in, of such a `journal` folder,
 * of one bot's folder, or one file.
 * @throws InvalidInputError saying what is there instead
 */
export function journalFiles(name: string, path: string): JournalFiles {
  if (!existsSync(path))
    throw new InvalidInputError('journal', name, `a file or folder that exists, such as ${EXAMPLES}`)
  if (statSync(path).isDirectory()) return { runs: runsIn(name, path), store: undefined }
  if (isStore(path)) return { runs: besideStore(name, path), store: path }
  if (!path.endsWith('.ndjson'))
    throw new InvalidInputError('journal', name, `it is no store, and its name does not end in .ndjson: ${EXAMPLES}`)
  return { runs: [{ path, files: [path] }], store: undefined }
}

const EXAMPLES = 'data/bots.sqlite, data, data/journal, data/journal/<bot>, or a file in there'

const TO_KEEP_ONE = 'say `journal: { inputs: true }` for the bot in its bots.yaml, and run it'

function besideStore(name: string, path: string): readonly RunFiles[] {
  const folder = join(dirname(path), 'journal')
  const runs = existsSync(folder) ? runsOfBots(folder) : []
  if (runs.length > 0) return runs
  const why = `a store keeps what a restart has to know, not what the bots were told, and in ${folder} there is no journal`
  throw new InvalidInputError('journal', name, `${why}: ${TO_KEEP_ONE}`)
}

function runsIn(name: string, folder: string): readonly RunFiles[] {
  const [inside, own, bots] = [join(folder, 'journal'), runsOf(folder), runsOfBots(folder)]
  const runs = [...own, ...bots, ...(existsSync(inside) ? runsOfBots(inside) : [])]
  if (runs.length > 0) return runs
  throw new InvalidInputError('journal', name, `a folder with journals in it: ${EXAMPLES}; ${TO_KEEP_ONE}`)
}

function runsOfBots(folder: string): readonly RunFiles[] {
  const inside = readdirSync(folder, { withFileTypes: true })
  const folders = inside.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name))
  return folders.sort().flatMap(runsOf)
}

function runsOf(folder: string): readonly RunFiles[] {
  const runs = new Map<string, string[]>()
  for (const file of readdirSync(folder).sort()) {
    const run = PART.exec(file)?.[1]
    if (run !== undefined) runs.set(run, [...(runs.get(run) ?? []), join(folder, file)])
  }
  return [...runs].map(([run, files]) => ({
    path: files.length === 1 ? (files[0] ?? folder) : join(folder, `${run}-*.ndjson`),
    files,
  }))
}

const MAGIC = 'SQLite format 3\0'

/** By its first bytes; one that is empty is none yet. */
function isStore(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(MAGIC.length)
    return readSync(file, bytes) === MAGIC.length && bytes.toString('latin1') === MAGIC
  } finally {
    closeSync(file)
  }
}

/** Whose journal a file is, where the file itself does not say. */
export const folderName = (path: string): string => basename(dirname(path))
