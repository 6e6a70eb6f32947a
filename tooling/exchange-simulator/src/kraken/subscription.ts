/** What one request asks for, per symbol; `detail` is the depth, the interval in minutes or the trigger. */
export interface Asked {
  readonly channel: ChannelName
  readonly depth: number
  readonly interval: number
  readonly trigger: string
  readonly snapshot: boolean
}

export const CHANNELS = ['ticker', 'trade', 'book', 'ohlc', 'instrument'] as const
type ChannelName = (typeof CHANNELS)[number]

const DEPTHS: readonly number[] = [10, 25, 100, 500, 1000]
export const INTERVALS: readonly number[] = [1, 5, 15, 30, 60, 240, 1440, 10_080, 21_600]
const TRIGGERS: readonly string[] = ['trades', 'bbo']

/** Why this cannot be had; `undefined` when it can. The words are the venue's. */
export function parameterFault({ channel, depth, interval, trigger }: Asked): string | undefined {
  if (channel === 'book' && !DEPTHS.includes(depth)) return 'Subscription depth not supported'
  if (channel === 'ohlc' && !INTERVALS.includes(interval)) return 'Subscription ohlc interval not supported'
  if (channel === 'ticker' && !TRIGGERS.includes(trigger)) return 'Subscription event_trigger not supported'
  return undefined
}

export function symbolFault(symbol: string, listed: boolean): string | undefined {
  if (!/^[A-Z0-9.]+\/[A-Z0-9.]+$/.test(symbol)) return `Currency pair not in ISO 4217-A3 format ${symbol}`
  return listed ? undefined : `Currency pair not supported ${symbol}`
}

/** The stream these parameters name, for one symbol. */
export function streamKey({ channel, depth, interval, trigger }: Asked): string {
  switch (channel) {
    case 'book':
      return `book-${depth}`
    case 'ohlc':
      return `ohlc-${interval}`
    case 'ticker':
      return `ticker-${trigger}`
    case 'trade':
    case 'instrument':
      return channel
  }
}

/** `result` of an acknowledgement: its keys in alphabetical order, as recorded. */
export function acknowledged(asked: Asked, symbol: string): string {
  const { channel, depth, interval, snapshot, trigger } = asked
  switch (channel) {
    case 'book':
      return `{"channel":"book","depth":${depth},"snapshot":${snapshot},"symbol":"${symbol}"}`
    case 'ohlc':
      return `{"channel":"ohlc","interval":${interval},"snapshot":${snapshot},"symbol":"${symbol}","warnings":["timestamp is deprecated, use interval_begin"]}`
    case 'ticker':
      return `{"channel":"ticker","event_trigger":"${trigger}","snapshot":${snapshot},"symbol":"${symbol}"}`
    case 'trade':
      return `{"channel":"trade","snapshot":${snapshot},"symbol":"${symbol}"}`
    case 'instrument':
      return `{"channel":"instrument","snapshot":${snapshot}}`
  }
}
