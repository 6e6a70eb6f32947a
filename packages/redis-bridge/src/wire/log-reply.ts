import { type Message, type Position, readMessage, type Unreadable } from './envelope.ts'
import { fromLogId } from './log-id.ts'

export interface LogEntry {
  readonly at: Position
  readonly message: Message | Unreadable
}

/** What XRANGE, XREVRANGE or one stream of XREAD answers. */
export function readEntries(reply: unknown): readonly LogEntry[] {
  if (!Array.isArray(reply)) return []
  const entries: LogEntry[] = []
  for (const raw of reply as readonly unknown[]) {
    const entry = readEntry(raw)
    if (entry !== undefined) entries.push(entry)
  }
  return entries
}

function readEntry(raw: unknown): LogEntry | undefined {
  if (!Array.isArray(raw)) return undefined
  const [id, fields]: unknown[] = raw
  const at = typeof id === 'string' ? fromLogId(id) : undefined
  if (at === undefined) return undefined
  const data: unknown = Array.isArray(fields) ? fields[1] : undefined
  return { at, message: typeof data === 'string' ? readMessage(data) : 'garbage' }
}
