import { isCount } from './is-count.ts'

/** Where something stands in a writer's log: batches count from 1 under each fence. */
export interface Position {
  readonly fence: number
  readonly batch: number
}

export const START: Position = { fence: 0, batch: 0 }

export const isBefore = (a: Position, b: Position): boolean =>
  a.fence < b.fence || (a.fence === b.fence && a.batch < b.batch)

/** What every message says of itself. */
export interface Header {
  readonly source: string
  readonly writer: string
  readonly at: Position
  /** Ms since the epoch. */
  readonly publishedAt: number
  /** What this fence continues, where the writer knows that nothing came between. */
  readonly previous: Position | undefined
}

/** Numbers of one channel as they travel: `[q, exchange time, receive time, data…]`. */
export type Item = readonly unknown[]

export type Message =
  | { readonly kind: 'live'; readonly header: Header; readonly logged: boolean; readonly items: readonly Item[] }
  /** Items begin with the index of their channel. */
  | {
      readonly kind: 'log'
      readonly header: Header
      readonly channels: readonly string[]
      readonly items: readonly Item[]
    }
  /** What was published between `since` and the header's position: the last number of every channel that changed. */
  | {
      readonly kind: 'beat'
      readonly header: Header
      readonly since: Position
      readonly last: Readonly<Record<string, number>>
      readonly ends: boolean
      /** Ms between two of its beats, where it says so. */
      readonly everyMs: number | undefined
    }

const VERSION = 1
const MAX_EVERY_MS = 600_000
/** Part of a key in Redis. */
const WRITER = /^[\w.-]{1,64}$/

/** The head of one batch, open at its end. */
export function openHeader({ at, previous, publishedAt, source, writer }: Header): string {
  const continues = previous === undefined ? '' : `,"p":[${previous.fence},${previous.batch}]`
  return `{"v":${VERSION},"s":${JSON.stringify(source)},"w":"${writer}","f":${at.fence},"b":${at.batch},"tp":${publishedAt}${continues}`
}

export const liveMessage = (header: string, items: string, logged: boolean): string =>
  `${header}${logged ? '' : ',"n":1'},"m":[${items}]}`

export const logEntry = (header: string, channels: readonly string[], items: string): string =>
  `${header},"c":${JSON.stringify(channels)},"m":[${items}]}`

export const beatMessage = (
  header: string,
  since: Position,
  last: ReadonlyMap<string, number>,
  ends: boolean,
  everyMs?: number,
): string => {
  const every = everyMs === undefined ? '' : `,"every":${everyMs}`
  return `${header},"since":[${since.fence},${since.batch}],"q":${JSON.stringify(Object.fromEntries(last))}${every}${ends ? ',"bye":1' : ''}}`
}

/** What is wrong with a message that cannot be read. */
export type Unreadable = 'garbage' | 'version'

export function readMessage(text: string): Message | Unreadable {
  const raw = parsed(text)
  if (raw === undefined) return 'garbage'
  if (raw['v'] !== VERSION) return typeof raw['v'] === 'number' ? 'version' : 'garbage'
  const header = readHeader(raw)
  if (header === undefined) return 'garbage'

  const { q: last } = raw
  return isRecord(last) ? readBeat(header, raw, last) : readItems(header, raw)
}

function readItems(
  header: Header,
  { c: channels, m: items, n }: Readonly<Record<string, unknown>>,
): Message | Unreadable {
  if (!Array.isArray(items) || !items.every(Array.isArray)) return 'garbage'
  if (channels === undefined) return { kind: 'live', header, logged: n === undefined, items }
  if (!Array.isArray(channels) || !channels.every((name) => typeof name === 'string')) return 'garbage'
  return { kind: 'log', header, channels, items }
}

function readBeat(
  header: Header,
  raw: Readonly<Record<string, unknown>>,
  last: Readonly<Record<string, unknown>>,
): Message | Unreadable {
  const since = readPosition(raw['since'])
  if (since === undefined || !areNumbers(last)) return 'garbage'
  const every = raw['every']
  const everyMs = isCount(every) && every <= MAX_EVERY_MS ? every : undefined
  return { kind: 'beat', header, since, last, ends: raw['bye'] === 1, everyMs }
}

function readHeader(raw: Readonly<Record<string, unknown>>): Header | undefined {
  const { b: batch, f: fence, s: source, tp: publishedAt, w: writer } = raw
  if (typeof source !== 'string' || typeof writer !== 'string' || !WRITER.test(writer)) return undefined
  if (typeof publishedAt !== 'number' || !Number.isFinite(publishedAt)) return undefined
  const at = readPosition([fence, batch])
  const previous = raw['p'] === undefined ? undefined : readPosition(raw['p'])
  if (at === undefined || (raw['p'] !== undefined && previous === undefined)) return undefined
  return { source, writer, at, publishedAt, previous }
}

function readPosition(pair: unknown): Position | undefined {
  if (!Array.isArray(pair)) return undefined
  const [fence, batch]: unknown[] = pair
  if (!(isCount(fence) && isCount(batch))) return undefined
  return { fence, batch }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const areNumbers = (record: Readonly<Record<string, unknown>>): record is Readonly<Record<string, number>> =>
  Object.values(record).every(isCount)

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}
