import type { ChannelType } from '@md/types'

/** Kept on every socket: it is what the venue wants to hear first, and it proves the socket alive when markets rest. */
export const GREETING_PRODUCT = 'BTC-USD'

/** The venue's channels for one of ours. Trades bring heartbeats along: those name the last trade, so that none is lost. */
export function wireChannels(channel: ChannelType, bookChannel: string): readonly string[] {
  switch (channel) {
    case 'ticker':
      return TICKER
    case 'orderbook':
      return [bookChannel]
    case 'trades':
    case 'candles':
      return TRADES
  }
}

const TICKER = ['ticker']
const TRADES = ['matches', 'heartbeat']

/**
 * Our channel for a name in `subscriptions`; `undefined` for those we have none for.
 * The venue adds its batching time to a name (`level2_batch` is answered with `level2_50`), so only the stem counts.
 */
export function channelOf(name: string): ChannelType | undefined {
  const end = name.indexOf('_')
  switch (end < 0 ? name : name.slice(0, end)) {
    case 'ticker':
      return 'ticker'
    case 'matches':
      return 'trades'
    case 'level2':
      return 'orderbook'
    default:
      return undefined
  }
}
