import { sleep } from '@md/runtime'
import type { EventFilter, EventOrigin, EventType, MarketEvent } from '@md/types'
import type { Links } from './link/links.ts'
import { type Names, parseChannel } from './names.ts'
import { BookFollower } from './receive/book-follower.ts'
import { Interests } from './receive/interests.ts'
import type { Settings } from './settings.ts'
import { decodeEvent } from './wire/decode-event.ts'
import { type Position, START } from './wire/envelope.ts'
import { toLogId } from './wire/log-id.ts'
import { type LogEntry, readEntries } from './wire/log-reply.ts'

export interface ReplayOptions {
  /** Ms since the epoch, by the time of publishing. Default: as far back as the log goes. */
  readonly from?: number
  /** Goes on with what comes, until the loop is left. Default false. */
  readonly follow?: boolean
  /** Default: everything. */
  readonly type?: EventType
  readonly filter?: EventFilter
}

export interface Replayed {
  readonly event: MarketEvent
  readonly origin: EventOrigin
}

interface Log {
  readonly partition: number
  readonly writer: string
  at: Position
  page: readonly LogEntry[]
  next: number
  ended: boolean
}

const PAGE = 64
const PAUSE_MS = 50

/** All logs as one, in the order of publishing. @throws CommandFailedError when Redis does not answer */
export async function* replayLogs(
  links: Links,
  names: Names,
  settings: Settings,
  { filter = {}, follow = false, from = 0, type }: ReplayOptions,
): AsyncIterableIterator<Replayed> {
  const wanted = new Interests()
  const books = new BookFollower()
  if (type !== undefined) wanted.add(type, filter)
  const logs = new Map<string, Log>()
  for (;;) {
    await findLogs(links, names, settings, logs)
    for (let log = await oldest(links, names, logs); log !== undefined; log = await oldest(links, names, logs)) {
      const entry = log.page[log.next]
      log.next += 1
      if (entry !== undefined)
        yield* eventsOf(entry, { log, from, books, wanted: type === undefined ? undefined : wanted })
    }
    if (!follow) return
    await sleep(settings.clock, PAUSE_MS)
    for (const log of logs.values()) log.ended = false
  }
}

async function findLogs(links: Links, names: Names, { partitions }: Settings, logs: Map<string, Log>): Promise<void> {
  for (let partition = 0; partition < partitions; partition++) {
    const writers = await links.commands(partition).command(['ZRANGE', names.writers(partition), '0', '-1'])
    for (const writer of Array.isArray(writers) ? writers : []) {
      const key = `${partition} ${String(writer)}`
      if (logs.has(key)) continue
      logs.set(key, { partition, writer: String(writer), at: START, page: [], next: 0, ended: false })
    }
  }
}

/** The log whose next entry was published first; pages are read as they are needed. */
async function oldest(links: Links, names: Names, logs: ReadonlyMap<string, Log>): Promise<Log | undefined> {
  let first: Log | undefined
  let firstAt = Number.POSITIVE_INFINITY
  for (const log of logs.values()) {
    if (log.next >= log.page.length && !log.ended) await readPage(links, names, log)
    const entry = log.page[log.next]
    if (entry === undefined) continue
    const at = typeof entry.message === 'string' ? 0 : entry.message.header.publishedAt
    if (at < firstAt) {
      first = log
      firstAt = at
    }
  }
  return first
}

async function readPage(links: Links, names: Names, log: Log): Promise<void> {
  const from = log.at === START ? '-' : `(${toLogId(log.at)}`
  const key = names.log(log.partition, log.writer)
  const reply = await links.commands(log.partition).command(['XRANGE', key, from, '+', 'COUNT', String(PAGE)])
  log.page = readEntries(reply)
  log.next = 0
  log.at = log.page.at(-1)?.at ?? log.at
  log.ended = log.page.length < PAGE
}

interface Reading {
  readonly log: Log
  readonly from: number
  readonly books: BookFollower
  readonly wanted: Interests | undefined
}

function* eventsOf({ at, message }: LogEntry, { books, from, log, wanted }: Reading): Generator<Replayed> {
  if (typeof message === 'string' || message.kind !== 'log') return
  const { channels, header, items } = message
  for (const item of items) {
    const [index, sequence] = item
    const name = typeof index === 'number' ? channels[index] : undefined
    const channel = name === undefined ? undefined : parseChannel(name)
    if (channel === undefined || typeof sequence !== 'number') continue
    const decoded = decodeEvent(channel, item, 2)
    if (decoded === undefined || (wanted !== undefined && !wanted.wantsChannel(channel))) continue
    const origin = { instanceId: header.source, epoch: at.fence, sequence, publishedAt: header.publishedAt }
    const isIn = header.publishedAt >= from
    if (decoded.type !== 'book') {
      if (isIn && (wanted === undefined || wanted.wants(decoded.type, channel))) yield { event: decoded, origin }
      continue
    }
    // Books are followed from before `from` on, so that they are whole when it is reached.
    const book = books.follow(`${log.writer} ${log.partition} ${channel.name}`, channel, decoded)
    if (isIn && book !== undefined && book !== 'lost') yield { event: { type: 'orderbook', data: book }, origin }
  }
}
