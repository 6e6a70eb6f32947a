import type { Subscription } from '@md/types'
import type { MarketRow } from './tally.ts'

export interface Awaited {
  readonly wants: readonly Subscription[]
  readonly markets: readonly MarketRow[]
  /** Ms since the epoch. */
  readonly now: number
  /** How long nothing may come of a market, in ms. */
  readonly silenceMs: number
}

/** Which wanted markets are not fed, each in a sentence. A last value that was kept somewhere feeds nobody: its age counts. */
export function notFed({ markets, now, silenceMs, wants }: Awaited): readonly string[] {
  if (wants.length === 0) return ['nothing has been asked for yet']
  return [...marketsOf(wants)].flatMap(([name, channels]) => {
    const row = markets.find((one) => nameOf(one) === name)
    const silence = silenceOf(name, row?.newestAt, now, silenceMs)
    const book = channels.has('orderbook') ? bookTrouble(name, row?.book ?? 'none') : []
    return [...silence, ...book]
  })
}

function marketsOf(wants: readonly Subscription[]): ReadonlyMap<string, ReadonlySet<string>> {
  const markets = new Map<string, Set<string>>()
  for (const want of wants) {
    const channels = markets.get(nameOf(want)) ?? new Set()
    markets.set(nameOf(want), channels.add(want.channel))
  }
  return markets
}

function silenceOf(name: string, newestAt: number | undefined, now: number, silenceMs: number): readonly string[] {
  if (newestAt === undefined) return [`nothing has come of ${name} yet`]
  const forMs = now - newestAt
  return forMs > silenceMs ? [`nothing has come of ${name} for ${Math.round(forMs / 1_000)} s`] : []
}

function bookTrouble(name: string, book: MarketRow['book']): readonly string[] {
  if (book === 'live') return []
  return [book === 'none' ? `there is no order book of ${name} yet` : `the order book of ${name} is ${book}`]
}

const nameOf = ({ exchange, symbol }: Pick<Subscription, 'exchange' | 'symbol'>): string => `${exchange} ${symbol}`
