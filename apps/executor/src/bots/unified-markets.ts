import type { Spellings } from '@md/bots'
import { type Composition, unifiedWants } from '@md/exchanges'
import type { Clock, Logger, Market } from '@md/types'

/** Not a spelling of an exchange alone: what `XBT/USD` is only its exchange can tell. */
export const looksUnified = ({ symbol }: Market): boolean => /^[A-Z0-9]+\/[A-Z0-9]+$/.test(symbol)

/** How markets of a bots file are spelled here, as it is done with `SUBSCRIPTIONS`. */
export async function unifiedMarkets(
  composition: Composition,
  markets: readonly Market[],
  shared: { readonly clock: Clock; readonly logger: Logger },
): Promise<Spellings> {
  const spellings = markets.map(async (market) => {
    const [want] = await unifiedWants(composition, [{ ...market, channel: 'ticker' }], shared)
    return { ...market, unified: want?.symbol ?? market.symbol }
  })
  return await Promise.all(spellings)
}
