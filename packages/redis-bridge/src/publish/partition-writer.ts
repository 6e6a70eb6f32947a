import type { EventType } from '@md/types'
import type { Link } from '../link/link.ts'
import type { Counters } from '../metrics.ts'
import type { Names } from '../names.ts'
import type { Settings } from '../settings.ts'
import { beatMessage, liveMessage, logEntry, openHeader, type Position, START } from '../wire/envelope.ts'
import { LogWriter } from './log-writer.ts'
import type { Outgoing, WaitingItem } from './outgoing.ts'
import { signing } from './sign.ts'

export interface PartitionWriterOptions {
  readonly partition: number
  readonly link: Link
  readonly names: Names
  readonly settings: Settings
  readonly counters: Counters
  deposed(): void
  dropped(type: EventType, count: number): void
  acked(): void
  failed(error: unknown): void
}

/** Numbers, batches and sends what is published in one partition: first to the log, then to the channels. */
export class PartitionWriter {
  readonly log: LogWriter
  readonly #options: PartitionWriterOptions
  #items: WaitingItem[] = []
  #types: EventType[] = []
  #size = 0
  #at: Position = START
  #previous: Position | undefined
  #since: Position = START
  #changed = new Map<string, number>()
  #used = false

  constructor(options: PartitionWriterOptions) {
    this.#options = options
    const { counters, link, names, partition, settings } = options
    this.log = new LogWriter({
      key: names.log(partition, settings.writer),
      link,
      settings,
      counters,
      events: {
        deposed: options.deposed,
        acked: options.acked,
        failed: options.failed,
        dropped: ({ events }) => {
          for (const [type, count] of Object.entries(events)) options.dropped(type as EventType, count)
        },
      },
    })
  }

  /** Where its log ends. */
  get at(): Position {
    return this.#at
  }

  /** Whether anything was ever published here. */
  get used(): boolean {
    return this.#used
  }

  get waiting(): number {
    return this.#items.length
  }

  /** Writes on under a new fence. `end`: where what it continues has ended, if that is known. */
  begin(fence: number, end: Position | undefined): void {
    this.#previous = end === undefined || end.batch > 0 ? end : (this.#previous ?? undefined)
    this.#at = { fence, batch: 0 }
    this.#since = this.#at
    this.#changed.clear()
    this.log.under(fence)
  }

  /** Returns whether the batch is full. */
  add(to: Outgoing, type: EventType, body: string): boolean {
    const { batching } = this.#options.settings
    if (to.waiting !== undefined && to.channel.kind === 'ticker') {
      this.#size += body.length - to.waiting.body.length
      to.waiting.body = body
      this.#options.counters.conflated += 1
      return false
    }
    to.sequence += 1
    const item: WaitingItem = { of: to, sequence: to.sequence, body }
    to.waiting = item
    this.#items.push(item)
    this.#types.push(type)
    this.#size += body.length + 16
    return this.#items.length >= batching.maxItems || this.#size >= batching.maxBytes
  }

  flush(): void {
    if (this.#items.length === 0) return
    const { counters, settings } = this.#options
    const items = this.#items
    const types = this.#types
    this.#items = []
    this.#types = []
    this.#size = 0
    if (!this.#used) this.#sign()
    this.#at = { fence: this.#at.fence, batch: this.#at.batch + 1 }
    counters.batches += 1

    const header = this.#header()
    const groups = grouped(items)
    for (const to of groups.keys()) {
      to.at = this.#at
      to.waiting = undefined
      this.#changed.set(to.channel.name, to.sequence)
    }
    if (settings.log.enabled) this.#toLog(header, groups, items, types)
    if (this.log.liveFlows && settings.live.enabled) this.#toChannels(header, groups)
    else if (!settings.log.enabled) countTypes(types, this.#options.dropped)
  }

  /** Tells what was published since the last beat, so that the loss of a channel's last message is noticed too. */
  beat(ends = false): void {
    const { link, names, partition } = this.#options
    this.flush()
    if (link.client === undefined || !this.log.liveFlows) return
    const { heartbeatMs } = this.#options.settings
    const message = beatMessage(this.#header(), this.#since, this.#changed, ends, heartbeatMs)
    this.#since = this.#at
    this.#changed = new Map()
    this.#publish(names.beat(partition), message)
  }

  #header(): string {
    const { clock, instanceId, writer } = this.#options.settings
    return openHeader({
      source: instanceId,
      writer,
      at: this.#at,
      publishedAt: Math.round(clock.now() * 1_000) / 1_000,
      previous: this.#previous,
    })
  }

  /** Before its first message: whoever joins then knows that there is something to miss. */
  #sign(): void {
    this.#used = true
    const { link, names, partition, settings } = this.#options
    const { log, writer } = settings
    link.client?.command(signing(names.writers(partition), writer, log.retentionMs)).catch(() => undefined)
  }

  #toLog(
    header: string,
    groups: ReadonlyMap<Outgoing, string>,
    items: readonly WaitingItem[],
    types: readonly EventType[],
  ): void {
    const indexes = new Map<Outgoing, number>()
    const channels: string[] = []
    for (const to of groups.keys()) indexes.set(to, channels.push(to.channel.name) - 1)
    let text = ''
    for (const { body, of, sequence } of items) {
      text += text === '' ? `[${indexes.get(of)},${sequence},${body}]` : `,[${indexes.get(of)},${sequence},${body}]`
    }
    const events: Partial<Record<EventType, number>> = {}
    countTypes(types, (type, count) => {
      events[type] = count
    })
    this.log.append({
      at: this.#at,
      entry: Buffer.from(logEntry(header, channels, text)),
      madeAt: this.#options.settings.clock.monotonic(),
      events,
      count: items.length,
      acked: false,
      refused: false,
    })
  }

  #toChannels(header: string, groups: ReadonlyMap<Outgoing, string>): void {
    const logged = this.#options.settings.log.enabled
    for (const [to, items] of groups) this.#publish(to.live, liveMessage(header, items, logged))
  }

  #publish(channel: string, message: string): void {
    const { counters, link } = this.#options
    const { client } = link
    client?.command(['PUBLISH', channel, message]).catch((error: unknown) => {
      // What a lost link takes with it is sent again through the log.
      if (link.client !== client) return
      counters.errors += 1
      link.suspect(error)
    })
  }
}

function grouped(items: readonly WaitingItem[]): ReadonlyMap<Outgoing, string> {
  const groups = new Map<Outgoing, string>()
  for (const { body, of, sequence } of items) {
    const before = groups.get(of)
    groups.set(of, before === undefined ? `[${sequence},${body}]` : `${before},[${sequence},${body}]`)
  }
  return groups
}

function countTypes(types: readonly EventType[], tell: (type: EventType, count: number) => void): void {
  const counts = new Map<EventType, number>()
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1)
  for (const [type, count] of counts) tell(type, count)
}
