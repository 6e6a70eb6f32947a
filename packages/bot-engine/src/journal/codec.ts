import { InvalidInputError, reportOf } from '@md/types'
import { entryProblem } from './check-entry.ts'
import type { JournalEntry } from './entry.ts'
import { recordedEventText } from './event-text.ts'
import { jsonText } from './json-text.ts'

/**
 * One line, without its end. Equal entries give equal text, but for what strategies keep: its members stay in their order.
 * @throws InvalidInputError for what JSON cannot keep
 */
export function encodeEntry(entry: JournalEntry): string {
  return `${headText(entry)}${bodyText(entry)}}`
}

function headText({ n, at, type }: JournalEntry): string {
  if (!Number.isSafeInteger(n)) throw new InvalidInputError('entry.n', n, 'entries are numbered')
  if (!Number.isFinite(at)) throw new InvalidInputError(`entry ${n}.at`, at, 'times are milliseconds since the epoch')
  return `{"n":${n},"at":${at},"type":"${type}"`
}

function bodyText(entry: JournalEntry): string {
  if (entry.type === 'market') return `,"event":${recordedEventText(entry.event)}`
  const what = `entry ${entry.n} (${entry.type})`
  const { n: _n, at: _at, type: _type, ...body } = entry
  let text = ''
  for (const [name, value] of Object.entries(body).sort(byName)) {
    const order = IN_THEIR_ORDER.has(`${entry.type}.${name}`) ? 'kept' : 'sorted'
    if (value !== undefined) text += `,"${name}":${jsonText(value, `${what}.${name}`, order)}`
  }
  return text
}

/** What a strategy reads again: the order of its members may mean something to it. */
const IN_THEIR_ORDER: ReadonlySet<string> = new Set(['state.state', 'state.keep', 'begin.config', 'begin.restored'])

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

/** @throws InvalidInputError saying what is wrong with the line */
export function decodeEntry(line: string): JournalEntry {
  const { problem, value } = parsed(line)
  if (problem !== undefined) throw new InvalidInputError('journal entry', shortened(line), problem)
  return value as JournalEntry
}

function parsed(line: string): { readonly value: unknown; readonly problem: string | undefined } {
  try {
    const value: unknown = JSON.parse(line)
    return { value, problem: entryProblem(value) }
  } catch (error) {
    return { value: undefined, problem: `an entry is JSON (${reportOf(error).message})` }
  }
}

const shortened = (line: string): string => (line.length <= 120 ? line : `${line.slice(0, 120)}…`)
