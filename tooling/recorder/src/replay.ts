import { adapterOf, toExchange } from '@md/exchanges'
import { exportFrames, openRecording, openReplay, type Replay } from '@md/recorder'
import { EVENT_TYPES, type MarketEvent } from '@md/types'
import type { ReplayOptions } from './replay-options.ts'
import { Summary } from './summary.ts'

export interface ReplaySurroundings {
  readonly stop: AbortSignal
  print(line: string): void
  /** For what is not the output that was asked for. */
  note(line: string): void
}

/** @throws InvalidInputError for a folder that holds no recording */
export async function replay(options: ReplayOptions, surroundings: ReplaySurroundings): Promise<void> {
  const { exportTo, folder } = options
  const { note, print } = surroundings
  if (exportTo !== undefined) {
    const recording = openRecording(folder)
    const { frames, bodies } = await exportFrames(recording, exportTo)
    for (const file of recording.counts.cutOff) note(cutOffLine(file))
    print(`wrote ${frames} frames and ${bodies} REST bodies: ${exportTo.replace(/\.ndjson$/, '')}.ndjson`)
    return
  }
  const exchange = toExchange('exchange of the recording', openRecording(folder).manifest.exchange)
  const feed = await openReplay(folder, (own) => adapterOf(exchange, own))
  try {
    await play(feed, options, surroundings)
  } finally {
    await feed.close()
  }
}

async function play(feed: Replay, { json, speed }: ReplayOptions, { print, note, stop }: ReplaySurroundings) {
  const say = json ? note : print
  const summary = new Summary()
  const removal = summary.follow(feed)
  if (json) for (const type of EVENT_TYPES) feed.on(type, (data) => print(lineOf({ type, data } as MarketEvent)))
  const { exchange, subscriptions, trigger } = feed.manifest
  say(`replaying ${exchange}: ${subscriptions.map(({ channel, symbol }) => `${channel} ${symbol}`).join(', ')}`)
  if (trigger !== undefined) say(`written because of ${trigger}`)
  const { complete, cutOff, entries, unheard, unreadable } = await feed.play({ speed, signal: stop })
  removal()
  say(`${complete ? 'played' : 'stopped'}    ${entries} entries, ${unreadable} unreadable, ${unheard} unheard frames`)
  for (const file of cutOff) say(cutOffLine(file))
  for (const line of summary.lines()) say(line)
}

const cutOffLine = (file: string): string => `cut off   ${file}: only what it holds up to there was read`

/** Of a book what changed, and where it stands now. */
function lineOf(event: MarketEvent): string {
  if (event.type !== 'orderbook') return JSON.stringify(event)
  const { bids, asks, exchange, symbol, timestamp, receivedAt, sequence, status, integrity, change } = event.data
  const data = { exchange, symbol, timestamp, receivedAt, sequence, status, integrity, change }
  return JSON.stringify({ type: event.type, data: { ...data, bid: bids.top(1)[0], ask: asks.top(1)[0] } })
}
