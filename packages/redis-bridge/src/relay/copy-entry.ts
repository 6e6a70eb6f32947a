import { type Channel, type Names, parseChannel } from '../names.ts'
import type { Interests } from '../receive/interests.ts'
import {
  type Header,
  type Item,
  liveMessage,
  logEntry,
  type Message,
  openHeader,
  type Position,
  readMessage,
} from '../wire/envelope.ts'
import { fromLogId } from '../wire/log-id.ts'

/** One entry of the near log, as it is to be in the far one. */
export interface Copy {
  readonly id: string
  readonly at: Position
  readonly entry: string
  /** What the live lane says of it: channel and message. */
  readonly live: readonly (readonly [channel: string, text: string])[]
  readonly channels: readonly Channel[]
  readonly events: number
  /** Ms since the epoch; unknown of what cannot be read. */
  readonly publishedAt: number | undefined
  readonly bytes: number
}

export type CopyEntry = (raw: unknown, partition: number) => Copy | undefined

/**
 * An entry with nothing chosen in it is copied empty: places in the log go on without a hole, so that a hole means the
 * same there as here. What cannot be read is copied as it is.
 */
export function entryCopier(names: Names, chosen: Interests | undefined): CopyEntry {
  return (raw, partition) => {
    const { at, data, id } = partsOf(raw)
    if (at === undefined) return undefined
    const message = readMessage(data)
    if (typeof message === 'string' || message.kind !== 'log') {
      return { id, at, entry: data, live: [], channels: [], events: 0, publishedAt: undefined, bytes: data.length }
    }
    return { id, at, ...copyOf(message, data, (name) => names.live(partition, name), chosen) }
  }
}

/** Without a place where it is no entry of a log of ours. */
function partsOf(raw: unknown): { readonly id: string; readonly at: Position | undefined; readonly data: string } {
  const [id, fields]: unknown[] = Array.isArray(raw) ? raw : []
  const data: unknown = Array.isArray(fields) ? fields[1] : undefined
  if (typeof id !== 'string' || typeof data !== 'string') return { id: '', at: undefined, data: '' }
  return { id, at: fromLogId(id), data }
}

type LogMessage = Extract<Message, { kind: 'log' }>

function copyOf(
  { channels, header, items }: LogMessage,
  data: string,
  liveName: (channel: string) => string,
  chosen: Interests | undefined,
): Omit<Copy, 'id' | 'at'> {
  const groups = groupsOf(channels, items, chosen)
  const live = [...groups.values()].map(({ channel, items: some }): readonly [string, string] => {
    const bodies = some.map((item) => JSON.stringify(item.slice(1))).join(',')
    return [liveName(channel.name), liveMessage(openHeader(header), bodies, true)]
  })
  const events = [...groups.values()].reduce((sum, { items: some }) => sum + some.length, 0)
  const entry = events === items.length ? data : without(header, groups, items)
  return {
    entry,
    live,
    channels: [...groups.values()].map(({ channel }) => channel),
    events,
    publishedAt: header.publishedAt,
    bytes: live.reduce((sum, [, text]) => sum + text.length, entry.length),
  }
}

interface Group {
  readonly channel: Channel
  readonly items: Item[]
}

/** The chosen items of each channel, by the channel's index. */
function groupsOf(
  names: readonly string[],
  items: readonly Item[],
  chosen: Interests | undefined,
): ReadonlyMap<unknown, Group> {
  const groups = new Map<unknown, Group>()
  for (const [index, name] of names.entries()) {
    const channel = parseChannel(name)
    if (channel !== undefined && (chosen?.wantsChannel(channel) ?? true)) groups.set(index, { channel, items: [] })
  }
  for (const item of items) groups.get(item[0])?.items.push(item)
  return groups
}

function without(header: Header, groups: ReadonlyMap<unknown, Group>, items: readonly Item[]): string {
  const indexes = new Map([...groups.keys()].map((old, index) => [old, index]))
  const kept = items.flatMap((item) => {
    const index = indexes.get(item[0])
    return index === undefined ? [] : [JSON.stringify([index, ...item.slice(1)])]
  })
  const names = [...groups.values()].map(({ channel }) => channel.name)
  return logEntry(openHeader(header), names, kept.join(','))
}
