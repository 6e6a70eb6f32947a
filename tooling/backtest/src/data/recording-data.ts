import { BookSequences, type PlayedEvent, recordedEvent } from '@md/bot-engine/backtest'
import { adapterOf, toExchange } from '@md/exchanges'
import { openRecording, openReplay } from '@md/recorder'
import { EVENT_TYPES, type MarketEvent } from '@md/types'
import type { OpenedData } from './opened.ts'

/** Raw frames of an exchange, through its adapter, as they came. @throws InvalidInputError for what is no recording */
export function openRecordingData(path: string): OpenedData {
  const { manifest } = openRecording(path)
  const wants = manifest.subscriptions.map(({ channel, symbol }) => `${channel} ${symbol}`)
  const flaws: string[] = []
  return {
    description: `${path}: recording of ${manifest.exchange}, ${wants.join(', ')}`,
    interval: undefined,
    events: () => {
      flaws.length = 0
      return played(path, manifest.exchange, flaws)
    },
    flaws: () => flaws,
  }
}

/** What an adapter tells of its own accord, as data: by the time it is taken a live book would be another one. */
async function* played(path: string, exchange: string, flaws: string[]): AsyncGenerator<readonly PlayedEvent[]> {
  const known = toExchange('exchange of the recording', exchange)
  const feed = await openReplay(path, (own) => adapterOf(known, own))
  const sequences = new BookSequences()
  let told: PlayedEvent[] = []
  for (const type of EVENT_TYPES)
    feed.on(type, (data) => told.push(recordedEvent({ type, data } as MarketEvent, sequences)))
  try {
    const playing = feed.play().finally(() => {
      ended = true
    })
    let ended = false
    while (!ended) {
      await turn()
      const batch = told
      told = []
      if (batch.length > 0) yield batch
    }
    const { unheard, unreadable } = await playing
    if (unreadable > 0) flaws.push(`${unreadable} lines of ${path} cannot be read`)
    if (unheard > 0) flaws.push(`${unheard} frames of ${path} came over sockets that were not opened this time`)
    if (told.length > 0) yield told
  } finally {
    await feed.close()
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
