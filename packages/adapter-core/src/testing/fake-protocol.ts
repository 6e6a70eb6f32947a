import { CHANNELS, type ChannelRequest, requestKey } from '@md/types'
import type { BookMessage, Inbound } from '../inbound.ts'
import type { BookRules, ExchangeProtocol, VenueLimits, VenueRest } from '../protocol.ts'
import { parseJson } from '../wire/parse-json.ts'
import { skipped } from '../wire/skipped.ts'

/** What of a `fakeProtocol` is to be another way. */
export type FakeProtocolParts = Partial<Omit<ExchangeProtocol, 'limits' | 'book' | 'rest'>> & {
  readonly limits?: Partial<VenueLimits>
  readonly book?: Partial<BookRules>
  readonly rest?: Partial<VenueRest>
}

/** What a `fakeProtocol` asks for. */
export interface FakeRequest {
  readonly action: 'subscribe' | 'unsubscribe'
  readonly id: number
  readonly keys: readonly string[]
}

const GENEROUS: VenueLimits = {
  outbound: { limit: 100, windowMs: 1_000, reserve: 1 },
  pongsCount: false,
  subscriptionsPerSocket: 100,
  subscriptionsPerFrame: 10,
  frameBytes: 10_000,
  rest: { concurrency: 2, weightPerMinute: 0 },
}

/** Numbered by `first` and `last`, which rise by 1: an update continues a book when it reaches beyond it without a hole. */
export function fakeChain(last: number, update: BookMessage): 'next' | 'old' | 'gap' {
  const { first = 0, last: newest = 0 } = update
  if (newest <= last) return 'old'
  return first <= last + 1 ? 'next' : 'gap'
}

const NUMBERED_FROM_REST: BookRules = {
  integrity: 'sequence',
  startsFrom: 'rest',
  marked: false,
  subscribedDepth: () => undefined,
  chain: fakeChain,
}

const EMPTY_HANDED: VenueRest = {
  instruments: () => Promise.resolve([]),
  candles: () => Promise.resolve([]),
}

const request = (action: FakeRequest['action']) => (batch: readonly ChannelRequest[], id: number) =>
  JSON.stringify({ action, id, keys: batch.map(requestKey) } satisfies FakeRequest)

/** An exchange without quirks. Its frames are their own meaning: JSON arrays of `Inbound`. */
export function fakeProtocol({ limits, book, rest, ...parts }: FakeProtocolParts = {}): ExchangeProtocol {
  return {
    exchange: 'binance',
    endpoints: {
      production: { url: 'wss://production.invalid', restUrl: 'https://production.invalid' },
      testnet: { url: 'wss://testnet.invalid', restUrl: 'https://testnet.invalid' },
    },
    channels: CHANNELS,
    intervals: ['1m', '1h'],
    candles: 'native',
    limits: { ...GENEROUS, ...limits },
    book: { ...NUMBERED_FROM_REST, ...book },
    rest: { ...EMPTY_HANDED, ...rest },
    venueSymbol: (symbol) => symbol.replace('/', ''),
    unifiedSymbol: () => undefined,
    batchOf: () => 'all',
    subscribe: request('subscribe'),
    unsubscribe: request('unsubscribe'),
    decode: (frame) => {
      const meanings = parseJson(frame.toString())
      return Array.isArray(meanings) ? (meanings as readonly Inbound[]) : [skipped('not-json', frame.toString())]
    },
    ...parts,
  }
}
