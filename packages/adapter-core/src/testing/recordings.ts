import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Inbound } from '../inbound.ts'
import type { DecodeContext, ExchangeProtocol } from '../protocol.ts'

const BESIDE_THE_REPOSITORY = fileURLToPath(new URL('../../../../../shared/recordings', import.meta.url))

/** Real traffic of one venue: not in this repository, whose licence does not cover all of it. */
export interface Recordings {
  readonly areHere: boolean
  /** For the name of a suite: empty where they are here. */
  readonly whyNot: string
  linesOf(file: string): readonly string[]
  /** What the frames of a file mean. */
  inboundsOf(file: string, decode: ExchangeProtocol['decode'], context: DecodeContext): readonly Inbound[]
}

/** `folder`: where those of all venues are kept. Default: beside the repository. */
export function recordingsOf(venue: string, folder = BESIDE_THE_REPOSITORY): Recordings {
  const own = `${folder}/${venue}`
  const areHere = existsSync(own)
  const linesOf = (file: string) =>
    readFileSync(`${own}/${file}.ndjson`, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
  return {
    areHere,
    whyNot: areHere ? '' : ` (skipped: no recordings at ${own}; set MD_RECORDINGS)`,
    linesOf,
    inboundsOf: (file, decode, context) => linesOf(file).flatMap((line) => decode(Buffer.from(line), context)),
  }
}

/** How many of each kind; known frames without data by their name, skipped ones by the reason. */
export function census(inbounds: readonly Inbound[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const inbound of inbounds) {
    const name = nameOf(inbound)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

function nameOf(inbound: Inbound): string {
  if (inbound.kind === 'control') return inbound.name
  return inbound.kind === 'skipped' ? `skipped: ${inbound.reason}` : inbound.kind
}
