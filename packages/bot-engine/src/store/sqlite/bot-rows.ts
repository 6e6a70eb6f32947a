import { crc32 } from 'node:zlib'
import { StoreDamagedError } from '../errors.ts'
import type { Row } from './job.ts'

/** A row of the journal as it lies in the file. `row` counts the rows of a bot without a hole, `n` leaps. */
export type JournalRow = readonly [n: number, row: number, text: string, checksum: number]

/** What could be read, and where to go on. */
export interface ReadRows {
  readonly rows: readonly Row[]
  readonly damage: string | undefined
  /** Of the last good row. */
  readonly n: number
  readonly row: number
}

export const rowChecksum = (botId: string, n: number, row: number, text: string): number =>
  crc32(`${botId}\0${n}\0${row}\0${text}`)

/**
 * Takes rows as long as they are good. Bad ones at the end are told, and left out.
 * @throws StoreDamagedError when good ones follow: what they build on is not there
 */
export function readRows(botId: string, found: readonly JournalRow[], after: { n: number; row: number }): ReadRows {
  const rows: Row[] = []
  let { n, row } = after
  for (let i = 0; i < found.length; i++) {
    const one = found[i] as JournalRow
    if (!isGood(botId, one)) return { rows, n, row, damage: damagedTail(botId, found.slice(i)) }
    if (one[1] !== row + 1) throw new StoreDamagedError(botId, `row ${row + 1} is missing, before entry ${one[0]}`)
    rows.push([one[0], one[2]])
    n = one[0]
    row = one[1]
  }
  return { rows, n, row, damage: undefined }
}

export const isGood = (botId: string, [n, row, text, checksum]: JournalRow): boolean =>
  rowChecksum(botId, n, row, text) === checksum

function damagedTail(botId: string, tail: readonly JournalRow[]): string {
  const [n, row] = tail[0] as JournalRow
  const good = tail.filter((one) => isGood(botId, one)).length
  const what = `entry ${n} (row ${row}) does not match its checksum`
  if (good > 0) throw new StoreDamagedError(botId, `${what}, and ${good} good rows follow it`)
  return `${what}: the last ${tail.length} rows of bot "${botId}" were left out`
}
