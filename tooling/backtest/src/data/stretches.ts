import { copyFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { openRecording } from '@md/recorder'

/** Segments of a recording that follow each other, numbered from 1. */
export interface Stretch {
  readonly first: number
  readonly last: number
  readonly files: readonly string[]
  /** The end of its last file is missing. */
  readonly isCutOff: boolean
}

const SEGMENT = /^(\d{6,})\.ndjson(\.gz)?$/

/** One, unless something was lost: what is left on both sides of a hole is played apart. */
export async function stretchesOf(folder: string): Promise<readonly Stretch[]> {
  const cutOff = await cutOffFiles(folder)
  const stretches: Stretch[] = []
  for (const file of readdirSync(folder).sort()) {
    const number = Number(SEGMENT.exec(file)?.[1] ?? Number.NaN)
    if (Number.isNaN(number)) continue
    const isCutOff = cutOff.has(file)
    const before = stretches.at(-1)
    if (before !== undefined && !before.isCutOff && number <= before.last + 1)
      stretches[stretches.length - 1] = { ...before, last: number, files: [...before.files, file], isCutOff }
    else stretches.push({ first: number, last: number, files: [file], isCutOff })
  }
  return stretches
}

/** Whether a file is whole shows when it is read. */
async function cutOffFiles(folder: string): Promise<ReadonlySet<string>> {
  const recording = openRecording(folder)
  for await (const _ of recording.segments());
  return new Set(recording.counts.cutOff.map((path) => basename(path)))
}

/** What is missing, a sentence each. */
export function holesOf(folder: string, stretches: readonly Stretch[]): readonly string[] {
  const first = stretches[0]?.first ?? 1
  const start = first > 1 ? [`${folder} lacks its beginning: ${missing(1, first - 1)}. ${BEGINNING}`] : []
  const ends = stretches.flatMap((stretch, i) => {
    const next = stretches[i + 1]
    const lost = lostAfter(stretch, next).join(', and ')
    if (lost === '') return []
    return [next === undefined ? `${folder} lacks its end: ${lost}` : `${folder} has a hole: ${lost}. ${HOLE}`]
  })
  return [...start, ...ends]
}

function lostAfter({ files, isCutOff, last }: Stretch, next: Stretch | undefined): readonly string[] {
  const lost = isCutOff ? [`${files.at(-1)} is cut off`] : []
  return next === undefined || next.first === last + 1 ? lost : [...lost, missing(last + 1, next.first - 1)]
}

const BEGINNING = 'A book begins with the first snapshot after it'
const HOLE = 'It is a disconnection; a book is unknown until its next snapshot'

const missing = (from: number, to: number): string =>
  from === to ? `segment ${from} is missing` : `segments ${from} to ${to} are missing`

/** Hands over a folder that holds this stretch alone, as a recording that has lost its beginning. */
export async function* inFolder<T>(
  folder: string,
  { files }: Stretch,
  use: (folder: string) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const own = mkdtempSync(join(tmpdir(), 'backtest-'))
  try {
    copyFileSync(join(folder, 'manifest.json'), join(own, 'manifest.json'))
    for (const file of files) symlinkSync(join(folder, file), join(own, file))
    yield* use(own)
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}
