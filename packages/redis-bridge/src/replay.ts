import { sleep } from '@md/runtime'
import type { EventFilter, EventOrigin, EventType, MarketEvent } from '@md/types'
import type { Links } from './link/links.ts'
import { type Names, parseChannel } from './names.ts'
import { BookFollower } from './receive/book-follower.ts'
import { Interests } from './receive/interests.ts'
import type { Settings } from './settings.ts'
import { decodeEvent } from './wire/decode-event.ts'
import { type Item, type Position, START } from './wire/envelope.ts'
import { isOrdinal } from './wire/is-count.ts'
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
  const wanted = type === undefined ? undefined : new Interests()
  if (type !== undefined) wanted?.add(type, filter)
  const logs = new Map<string, Log>()
  const reading = { from, wanted, books: new BookFollower() }
  for (;;) {
    await findLogs(links, names, settings, logs)
    yield* readAll(links, names, logs, reading)
    if (!follow) return
    await sleep(settings.clock, PAUSE_MS)
    for (const log of logs.values()) log.ended = false
  }
}

/** All there is at present. */
async function* readAll(
  links: Links,
  names: Names,
  logs: ReadonlyMap<string, Log>,
  reading: Reading,
): AsyncGenerator<Replayed> {
  for (;;) {
    const log = await oldest(links, names, logs)
    if (log === undefined) return
    const entry = log.page[log.next]
    log.next += 1
    if (entry !== undefined) yield* eventsOf(log, entry, reading)
  }
}

/** Those that write, or wrote of late: the others are forgotten once they are read. */
async function findLogs(links: Links, names: Names, { partitions }: Settings, logs: Map<string, Log>): Promise<void> {
  const found = new Set<string>()
  for (let partition = 0; partition < partitions; partition++) {
    for (const writer of await writersOf(links, names, partition)) {
      const key = `${partition} ${writer}`
      found.add(key)
      if (!logs.has(key)) logs.set(key, { partition, writer, at: START, page: [], next: 0, ended: false })
    }
  }
  for (const key of logs.keys()) if (!found.has(key)) logs.delete(key)
}

async function writersOf(links: Links, names: Names, partition: number): Promise<readonly string[]> {
  const writers = await links.commands(partition).command(['ZRANGE', names.writers(partition), '0', '-1'])
  return Array.isArray(writers) ? writers.map(String) : []
}

/** The log whose next entry was published first; pages are read as they are needed. */
async function oldest(links: Links, names: Names, logs: ReadonlyMap<string, Log>): Promise<Log | undefined> {
  let first: Log | undefined
  for (const log of logs.values()) {
    if (log.next >= log.page.length && !log.ended) await readPage(links, names, log)
    if (nextAt(log) < (first === undefined ? Number.POSITIVE_INFINITY : nextAt(first))) first = log
  }
  return first
}

/** When its next entry was published; never, where there is none. */
function nextAt({ next, page }: Log): number {
  const entry = page[next]
  if (entry === undefined) return Number.POSITIVE_INFINITY
  return typeof entry.message === 'string' ? 0 : entry.message.header.publishedAt
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
  readonly from: number
  readonly books: BookFollower
  readonly wanted: Interests | undefined
}

function* eventsOf(log: Log, { at, message }: LogEntry, reading: Reading): Generator<Replayed> {
  if (typeof message === 'string' || message.kind !== 'log') return
  const { channels, header, items } = message
  const { publishedAt, source } = header
  for (const item of items) {
    const [index, sequence] = item
    if (typeof index !== 'number' || !isOrdinal(sequence)) continue
    // Books are followed from before `from` on, so that they are whole when it is reached.
    const event = eventOf(log, channels[index], item, reading)
    const origin = { instanceId: source, epoch: at.fence, sequence, publishedAt }
    if (event !== undefined && publishedAt >= reading.from) yield { event, origin }
  }
}

function eventOf(
  { partition, writer }: Log,
  name: string | undefined,
  item: Item,
  reading: Reading,
): MarketEvent | undefined {
  const { books, wanted } = reading
  const channel = name === undefined ? undefined : parseChannel(name)
  if (channel === undefined || wanted?.wantsChannel(channel) === false) return undefined
  const decoded = decodeEvent(channel, item, 2)
  if (decoded === undefined) return undefined
  if (decoded.type !== 'book') return wanted?.wants(decoded.type, channel) === false ? undefined : decoded
  const book = books.follow(`${writer} ${partition} ${channel.name}`, channel, decoded)
  return book === undefined || book === 'lost' ? undefined : { type: 'orderbook', data: book }
}
