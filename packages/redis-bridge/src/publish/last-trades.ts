import type { Link } from '../link/link.ts'
import type { Position } from '../wire/envelope.ts'
import { toLogId } from '../wire/log-id.ts'
import { type LogEntry, readEntries } from '../wire/log-reply.ts'

const PAGE = 64
const TRADE = 'trade:'

/** The last trade's id of every channel, in the part of a log that was published since a time (ms since the epoch). */
export async function lastTradesIn(link: Link, key: string, since: number): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  let before: Position | undefined
  for (;;) {
    const from = before === undefined ? '+' : `(${toLogId(before)}`
    const entries = readEntries(await link.command(['XREVRANGE', key, from, '-', 'COUNT', String(PAGE)]))
    if (entries.some((entry) => !note(entry, ids, since))) return ids
    const last = entries.at(-1)?.at
    if (last === undefined || entries.length < PAGE) return ids
    before = last
  }
}

/** Returns whether what lies before is of interest too. */
function note({ message }: LogEntry, ids: Map<string, string>, since: number): boolean {
  if (typeof message === 'string' || message.kind !== 'log') return true
  for (const item of message.items.toReversed()) {
    const [index, , , , id] = item
    const name = typeof index === 'number' ? message.channels[index] : undefined
    if (name?.startsWith(TRADE) && typeof id === 'string' && !ids.has(name)) ids.set(name, id)
  }
  return message.header.publishedAt >= since
}
