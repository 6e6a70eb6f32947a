import { type AdapterOptions, openSocket } from '@md/adapter-core'
import { systemClock } from '@md/runtime'
import type { IExchangeAdapter } from '@md/types'
import type { PlainOptions, RecordingSink } from '../entry.ts'
import { RecordedAdapter } from './recorded-adapter.ts'
import { redactUrl } from './redact.ts'
import { TapClock } from './tap-clock.ts'
import { tapFetch } from './tap-fetch.ts'
import { tapSockets } from './tap-socket.ts'

/** Makes an adapter of an exchange. */
export type MakeAdapter = (options: AdapterOptions) => IExchangeAdapter

/** Options of the adapter that a replay has to share. Secrets and collaborators are not among them. */
const REPLAYED_OPTIONS = [
  'url',
  'restUrl',
  'environment',
  'timeout',
  'pingInterval',
  'pongTimeout',
  'reconnection',
  'rotation',
  'freshness',
  'backfill',
] as const satisfies readonly (keyof AdapterOptions)[]

/** An adapter whose traffic, and whatever else decides what it does, goes to `sink` as well. */
export function recorded(make: MakeAdapter, options: AdapterOptions, sink: RecordingSink): IExchangeAdapter {
  const clock = new TapClock(options.clock ?? systemClock, sink)
  const adapter = make(tapped(options, sink, clock))
  return new RecordedAdapter(adapter, (call) => clock.effect({ kind: 'call', ...call }))
}

/** The options of an adapter that records. What it is asked for is not recorded: `recorded` does that as well. */
export const recordingOptions = (options: AdapterOptions, sink: RecordingSink): AdapterOptions =>
  tapped(options, sink, new TapClock(options.clock ?? systemClock, sink))

function tapped(options: AdapterOptions, sink: RecordingSink, clock: TapClock): AdapterOptions {
  const { random = Math.random } = options
  sink.configured(plainOptions(options))
  return {
    ...options,
    clock,
    random: () => {
      const value = random()
      clock.effect({ kind: 'random', value })
      return value
    },
    openSocket: tapSockets(options.openSocket ?? openSocket, clock),
    fetch: tapFetch(options.fetch ?? fetch, clock),
  }
}

function plainOptions(options: AdapterOptions): PlainOptions {
  const given = REPLAYED_OPTIONS.filter((name) => options[name] !== undefined)
  return Object.fromEntries(
    given.map((name) => {
      const value = options[name]
      return [name, typeof value === 'string' ? redactUrl(value) : value]
    }),
  )
}
