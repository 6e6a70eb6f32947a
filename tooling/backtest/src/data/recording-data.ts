import { BookSequences, type PlayedEvent, recordedEvent } from '@md/bot-engine/backtest'
import { adapterOf, toExchange } from '@md/exchanges'
import { openRecording, openReplay, type Replay } from '@md/recorder'
import { EVENT_TYPES, type MarketEvent } from '@md/types'
import type { OpenedData } from './opened.ts'
import { holesOf, inFolder, type Stretch, stretchesOf } from './stretches.ts'

/** Raw frames of an exchange, through its adapter, as they came. @throws InvalidInputError for what is no recording */
export function openRecordingData(path: string): OpenedData {
  const { manifest } = openRecording(path)
  const wants = manifest.subscriptions.map(({ channel, symbol }) => `${channel} ${symbol}`)
  let stretches: Promise<readonly Stretch[]> | undefined
  let told: Told = NOTHING
  return {
    description: `${path}: recording of ${manifest.exchange}, ${wants.join(', ')}`,
    interval: undefined,
    events: () => {
      stretches ??= stretchesOf(path)
      told = { ...NOTHING }
      return whole(path, stretches, told)
    },
    flaws: () => flawsOf(told, path),
  }
}

/** What was wrong with a recording. */
interface Told {
  holes: readonly string[]
  unheard: number
  unreadable: number
}

const NOTHING: Told = { holes: [], unheard: 0, unreadable: 0 }

function flawsOf({ holes, unheard, unreadable }: Told, path: string): readonly string[] {
  return [
    ...holes,
    ...(unreadable > 0 ? [`${unreadable} lines of ${path} cannot be read`] : []),
    ...(unheard > 0 ? [`${unheard} frames of ${path} came over sockets that were not opened this time`] : []),
  ]
}

/** Whoever plays it hears of a hole as of any other disconnection, and that something is missing. */
async function* whole(
  path: string,
  known: Promise<readonly Stretch[]>,
  told: Told,
): AsyncGenerator<readonly PlayedEvent[]> {
  const stretches = await known
  told.holes = holesOf(path, stretches)
  const sequences = new BookSequences()
  for (const [i, stretch] of stretches.entries()) {
    if (i > 0) yield gapsIn(path)
    const play = (folder: string) => played(folder, { sequences, told, isLast: i === stretches.length - 1 })
    yield* stretches.length === 1 ? play(path) : inFolder(path, stretch, play)
  }
}

function gapsIn(path: string): readonly PlayedEvent[] {
  const { exchange, subscriptions } = openRecording(path).manifest
  return subscriptions.map(({ channel, symbol }) => ({
    type: 'gap',
    data: { exchange, symbol, channel, missed: undefined, recovered: false, cause: 'drop' },
  }))
}

interface Playing {
  readonly sequences: BookSequences
  readonly told: Told
  /** That the adapter is let go of at the end is news where something follows it. */
  readonly isLast: boolean
}

async function* played(folder: string, { isLast, sequences, told }: Playing): AsyncGenerator<readonly PlayedEvent[]> {
  const exchange = toExchange('exchange of the recording', openRecording(folder).manifest.exchange)
  const feed = await openReplay(folder, (own) => adapterOf(exchange, own))
  const heard = new Heard(feed, sequences)
  try {
    const playing = feed.play().finally(() => {
      ended = true
    })
    let ended = false
    while (!ended) {
      await turn()
      if (!heard.isEmpty) yield heard.take()
    }
    const { unheard, unreadable } = await playing
    told.unheard += unheard
    told.unreadable += unreadable
    if (!heard.isEmpty) yield heard.take()
  } finally {
    await feed.close()
  }
  if (!isLast) yield heard.take()
}

/** What an adapter tells of its own accord, as data: by the time it is taken a live book would be another one. */
class Heard {
  #events: PlayedEvent[] = []

  constructor(feed: Replay, sequences: BookSequences) {
    for (const type of EVENT_TYPES)
      feed.on(type, (data) => this.#events.push(recordedEvent({ type, data } as MarketEvent, sequences)))
  }

  get isEmpty(): boolean {
    return this.#events.length === 0
  }

  take(): readonly PlayedEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
