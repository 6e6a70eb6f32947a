import { DesiredChannels } from '../link/desired-channels.ts'
import { parseChannel } from '../names.ts'
import type { Interests } from '../receive/interests.ts'
import { beatMessage, isBefore, type Message, openHeader, readMessage } from '../wire/envelope.ts'
import type { Flow } from './flow.ts'
import type { Flows } from './flows.ts'
import type { RelayCounters } from './relay-metrics.ts'
import { SAY_BEAT } from './relay-scripts.ts'
import { type Ends, homesKey } from './writers.ts'

type Beat = Extract<Message, { kind: 'beat' }>

/** So long a beat waits for the log to have what it speaks of. The near log may have lost that. */
const PATIENCE_MS = 1_000
const MAX_WAITING = 10_000

interface Waiting {
  readonly flow: Flow
  readonly beat: Beat
  /** Monotonic ms. */
  readonly until: number
}

interface BeatsOptions {
  readonly ends: Ends
  readonly flows: Flows
  readonly chosen: Interests | undefined
  readonly counters: RelayCounters
  readonly monotonic: () => number
  readonly failed: (error: unknown) => void
}

/** Heartbeats: heard near, said far once the far log has what they speak of. */
export class Beats {
  readonly #options: BeatsOptions
  #waiting: Waiting[] = []

  constructor(options: BeatsOptions) {
    this.#options = options
  }

  /** The subscriptions of one near link, to all beats of its partitions. */
  channels(partitions: readonly number[]): DesiredChannels {
    const desired = new DesiredChannels((text, channel) => this.#hear(text, channel))
    desired.want(new Set(partitions.map((partition) => this.#options.ends.near.names.beat(partition))), undefined)
    return desired
  }

  /** Says what need not wait any more. Called when something arrived, and again and again. */
  readonly tell = (): void => {
    if (this.#waiting.length === 0) return
    const now = this.#options.monotonic()
    const waiting: Waiting[] = []
    for (const one of this.#waiting) {
      if (!isBefore(one.flow.arrivedAt, one.beat.header.at) || now > one.until) this.#say(one)
      else waiting.push(one)
    }
    this.#waiting = waiting
  }

  clear(): void {
    this.#waiting = []
  }

  #hear(text: string, channel: string): void {
    const { counters, ends, flows, monotonic } = this.#options
    const partition = ends.near.names.ofBeat(channel)
    const message = readMessage(text)
    if (partition === undefined || typeof message === 'string' || message.kind !== 'beat') {
      counters.unreadable += 1
      return
    }
    const flow = flows.get(partition, message.header.writer)
    // Not known yet, or at home where it would go: either way not for us.
    if (flow === undefined || this.#waiting.length >= MAX_WAITING) return
    this.#waiting.push({ flow, beat: message, until: monotonic() + PATIENCE_MS })
    this.tell()
  }

  #say({ beat, flow }: Waiting): void {
    const { chosen, counters, ends, failed } = this.#options
    const { links, names } = ends.far
    const { header } = beat
    const last = new Map(Object.entries(beat.last).filter(([name]) => isChosen(name, chosen)))
    const text = beatMessage(openHeader(header), beat.since, last, beat.ends, beat.everyMs)
    const field = `${header.writer}:beat`
    const key = homesKey(names, flow.partition)
    const args = ['EVAL', SAY_BEAT, '1', key, field, String(header.publishedAt), names.beat(flow.partition), text]
    const link = links.commands(flow.partition)
    if (!link.up) return
    link.command(args).then((said) => {
      if (said === 1) counters.beats += 1
    }, failed)
  }
}

function isChosen(name: string, chosen: Interests | undefined): boolean {
  const channel = parseChannel(name)
  return channel !== undefined && (chosen?.wantsChannel(channel) ?? true)
}
