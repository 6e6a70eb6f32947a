import type { Instrument, Interval, Subscription } from '@md/types'
import type { EvidenceKind } from './evidence.ts'

/** What has to be subscribed to for the evidence that may be used. Trades serve all of it: stops wait for them. */
export function wantsOf(
  { exchange, symbol }: Instrument,
  { evidence, candleInterval }: { readonly evidence: readonly EvidenceKind[]; readonly candleInterval: Interval },
): readonly Subscription[] {
  const wants: Subscription[] = []
  if (evidence.includes('book')) wants.push({ exchange, symbol, channel: 'orderbook' })
  wants.push({ exchange, symbol, channel: 'trades' })
  if (evidence.includes('quote') || evidence.includes('price')) wants.push({ exchange, symbol, channel: 'ticker' })
  if (evidence.includes('price')) {
    wants.push({ exchange, symbol, channel: 'candles', interval: candleInterval })
  }
  return wants
}
