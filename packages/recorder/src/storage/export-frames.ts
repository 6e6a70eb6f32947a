import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Entry, Moment } from '../entry.ts'
import type { Recording } from './read-recording.ts'

export interface ExportCounts {
  readonly frames: number
  readonly bodies: number
}

/**
 * Writes the text frames that were received as `X.ndjson`, one a line, with `X.times`, `X.rest.ndjson` and
 * `X.rest.meta.ndjson` beside it: what the exchange simulator plays to any client.
 */
export async function exportFrames(recording: Recording, path: string): Promise<ExportCounts> {
  const stem = path.replace(/\.ndjson$/, '')
  const files = {
    frames: createWriteStream(`${stem}.ndjson`),
    times: createWriteStream(`${stem}.times`),
    bodies: createWriteStream(`${stem}.rest.ndjson`),
    addresses: createWriteStream(`${stem}.rest.meta.ndjson`),
  }
  const counts = { frames: 0, bodies: 0 }
  for await (const entries of recording.segments()) {
    const lines = { frames: '', times: '', bodies: '', addresses: '' }
    for (const entry of entries) addLine(lines, entry, counts)
    for (const name of NAMES) if (!files[name].write(lines[name])) await once(files[name], 'drain')
  }
  for (const name of NAMES) files[name].end()
  await Promise.all(NAMES.map((name) => finished(files[name])))
  return counts
}

const NAMES = ['frames', 'times', 'bodies', 'addresses'] as const

function addLine(
  lines: Record<(typeof NAMES)[number], string>,
  entry: Entry,
  counts: { frames: number; bodies: number },
): void {
  if (entry.kind === 'in') {
    counts.frames += 1
    lines.frames += `${oneLine(entry.text)}\n`
    lines.times += `${seconds(entry)}\n`
  } else if (entry.kind === 'rest' && entry.status === 200) {
    counts.bodies += 1
    lines.bodies += `${oneLine(entry.body)}\n`
    lines.addresses += `${JSON.stringify({ url: entry.url, t: seconds(entry) })}\n`
  }
}

/** Between the parts of a JSON text a break means nothing, and within a string there is none. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ')

const seconds = ({ at }: Moment): string => (at / 1_000).toFixed(6)
