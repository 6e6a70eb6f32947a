import { aboveZero, type Flags, readFlags } from '@md/cli'
import { AVAILABLE, type AvailableExchange, toExchange } from '@md/exchanges'
import {
  CHANNELS,
  type ChannelRequest,
  type ChannelType,
  INTERVALS,
  type Interval,
  InvalidInputError,
  isChannelType,
  isInterval,
} from '@md/types'

export interface RecordOptions {
  readonly help: boolean
  readonly exchange: AvailableExchange
  /** As written. */
  readonly symbols: readonly string[]
  readonly channels: readonly ChannelType[]
  readonly interval: Interval
  readonly depth: number | undefined
  /** Until Ctrl-C when unset. */
  readonly durationMs: number | undefined
  readonly folder: string
  readonly url: string | undefined
  readonly restUrl: string | undefined
  readonly maxBytes: number
}

export const RECORD_USAGE = `Usage: pnpm record --exchange NAME --symbol SYMBOL --channel CHANNEL --out FOLDER [options]

Writes what the exchange and the adapter say to each other, so that it can be replayed.

  --exchange NAME      ${AVAILABLE.join(', ')}
  --symbol SYMBOL      BTC/USDT, or as the exchange writes it; may be given several times
  --channel CHANNEL    ${CHANNELS.join(', ')}; may be given several times
  --out FOLDER         new or empty
  --duration SECONDS   stop after so long (default: until Ctrl-C)
  --interval INTERVAL  of candles (default 1m)
  --depth LEVELS       of order books (default: the adapter's)
  --max-mb MEGABYTES   on the disk; beyond it the oldest goes (default 1024)
  --url URL            WebSocket address (default: the exchange)
  --rest-url URL       REST address (default: the exchange)
  --help
`

const FLAGS = {
  exchange: { type: 'string' },
  symbol: { type: 'string', multiple: true, default: [] },
  channel: { type: 'string', multiple: true, default: [] },
  out: { type: 'string' },
  duration: { type: 'string' },
  interval: { type: 'string', default: '1m' },
  depth: { type: 'string' },
  'max-mb': { type: 'string', default: '1024' },
  url: { type: 'string' },
  'rest-url': { type: 'string' },
  help: { type: 'boolean', default: false },
} satisfies Flags

const MEBIBYTE = 1024 * 1024

/** Below this a recording would be all beginnings. */
const LEAST_MB = 32

/** @throws InvalidInputError naming the flag or value that cannot be used, and what can */
export function readRecordOptions(args: readonly string[]): RecordOptions {
  const values = readFlags(args, FLAGS)
  const megabytes = aboveZero('--max-mb', values['max-mb'])
  if (megabytes < LEAST_MB) throw new InvalidInputError('--max-mb', values['max-mb'], `a number from ${LEAST_MB}`)
  const needed = values.help ? NOTHING : neededOf(values)
  return {
    ...needed,
    help: values.help,
    interval: toInterval(values.interval),
    depth: values.depth === undefined ? undefined : aboveZero('--depth', values.depth),
    durationMs: values.duration === undefined ? undefined : aboveZero('--duration', values.duration) * 1_000,
    url: values.url,
    restUrl: values['rest-url'],
    maxBytes: megabytes * MEBIBYTE,
  }
}

type Needed = Pick<RecordOptions, 'exchange' | 'symbols' | 'channels' | 'folder'>

const NOTHING: Needed = { exchange: 'binance', symbols: [], channels: [], folder: '' }

interface Written {
  readonly exchange?: string | undefined
  readonly symbol: readonly string[]
  readonly channel: readonly string[]
  readonly out?: string | undefined
}

function neededOf({ exchange, symbol, channel, out }: Written): Needed {
  if (exchange === undefined) throw missing('--exchange', `one of ${AVAILABLE.join(', ')}`)
  if (symbol.length === 0) throw missing('--symbol', 'BTC/USDT, or as the exchange writes it')
  if (channel.length === 0) throw missing('--channel', `one or more of ${CHANNELS.join(', ')}`)
  if (out === undefined) throw missing('--out', 'a folder that is new or empty')
  const exchangeId = toExchange('--exchange', exchange)
  return { exchange: exchangeId, symbols: symbol, channels: [...new Set(channel.map(toChannel))], folder: out }
}

const missing = (flag: string, allowed: string): InvalidInputError => new InvalidInputError(flag, undefined, allowed)

function toChannel(name: string): ChannelType {
  if (!isChannelType(name)) throw new InvalidInputError('--channel', name, `there are ${CHANNELS.join(', ')}`)
  return name
}

function toInterval(text: string): Interval {
  if (!isInterval(text)) throw new InvalidInputError('--interval', text, `there are ${INTERVALS.join(', ')}`)
  return text
}

/** What to subscribe for one symbol. */
export function requestsFor(symbol: string, { channels, interval, depth }: RecordOptions): readonly ChannelRequest[] {
  return channels.map((channel): ChannelRequest => {
    if (channel === 'candles') return { channel, symbol, interval }
    if (channel === 'orderbook' && depth !== undefined) return { channel, symbol, depth }
    return { channel, symbol }
  })
}
