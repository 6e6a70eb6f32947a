import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, parseJson } from '@md/adapter-core'
import { InvalidInputError } from '@md/types'
import type { Entry } from '../entry.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { SEGMENT_NAME } from './segment.ts'
import { segmentText } from './segment-text.ts'

/** Entries that mean something only where nothing before them is missing. */
const COUNTED_FROM_THE_START = new Set<Entry['kind']>(['timer', 'random'])

/** What reading came across, so far. */
export interface ReadCounts {
  /** Lines that cannot be read. A recorder that was killed leaves one, the last; a file that is cut off counts as one at least. */
  unreadable: number
  /** Compressed files of which the end is missing: what they hold up to there was read. */
  cutOff: readonly string[]
}

export interface Recording {
  readonly folder: string
  readonly manifest: Manifest
  readonly counts: Readonly<ReadCounts>
  /** Everything, segment by segment. May be read again. */
  segments(): AsyncGenerator<readonly Entry[]>
}

/** @throws InvalidInputError for a folder that holds no recording */
export function openRecording(folder: string): Recording {
  const manifest = readManifest(folder)
  const files = segmentFiles(folder)
  if (files.length === 0) throw new InvalidInputError('recording', folder, 'a folder with at least one segment')
  const counts: ReadCounts = { unreadable: 0, cutOff: [] }
  return {
    folder,
    manifest,
    counts,
    async *segments() {
      counts.unreadable = 0
      counts.cutOff = []
      let truncated = (files[0]?.number ?? 1) > 1
      for (const [index, file] of files.entries()) {
        const { path, text, cutOff } = await segmentText(file.path)
        const before = counts.unreadable
        const entries = entriesOf(text, { isFirst: index === 0, truncated, counts })
        if (cutOff) {
          counts.cutOff = [...counts.cutOff, path]
          counts.unreadable = Math.max(counts.unreadable, before + 1)
          truncated = true
        }
        yield entries
      }
    },
  }
}

interface SegmentFile {
  readonly number: number
  readonly path: string
}

/** Oldest first. A recorder killed at the wrong moment leaves a segment twice, plain and compressed: the plain one counts. */
function segmentFiles(folder: string): readonly SegmentFile[] {
  const byNumber = new Map<number, SegmentFile>()
  for (const name of readdirSync(folder).sort().reverse()) {
    const number = Number(SEGMENT_NAME.exec(name)?.[1] ?? Number.NaN)
    if (Number.isFinite(number)) byNumber.set(number, { number, path: join(folder, name) })
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number)
}

interface Segment {
  readonly isFirst: boolean
  /** Something before this segment is gone. */
  readonly truncated: boolean
  readonly counts: ReadCounts
}

function entriesOf(text: string, { isFirst, truncated, counts }: Segment): readonly Entry[] {
  const entries: Entry[] = []
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const read = parseJson(line)
    if (!isObject(read) || typeof read['kind'] !== 'string') counts.unreadable += 1
    else if (read['kind'] !== 'standing') entries.push(read as unknown as Entry)
    else if (isFirst) entries.push(...(read['entries'] as readonly Entry[]))
  }
  return truncated ? entries.filter(({ kind }) => !COUNTED_FROM_THE_START.has(kind)) : entries
}
