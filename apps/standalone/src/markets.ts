import type { BaseExchangeAdapter } from '@md/adapter-core'
import type { AvailableExchange } from '@md/exchanges'
import { InvalidInputError, type Market } from '@md/types'
import { DEFAULT_SYMBOLS } from './default-symbols.ts'

/**
 * Which markets to show. A symbol may be written as an exchange writes it; not every exchange needs to have it.
 * @throws InvalidInputError for a symbol that none of the exchanges has
 */
export async function chooseMarkets(
  adapters: ReadonlyMap<AvailableExchange, BaseExchangeAdapter>,
  symbols: readonly string[],
): Promise<{ readonly markets: readonly Market[]; readonly unlisted: readonly Market[] }> {
  const found: (Market & { readonly listed: boolean; readonly asked: string })[] = []
  for (const [exchange, adapter] of adapters) {
    for (const asked of symbols.length === 0 ? DEFAULT_SYMBOLS[exchange] : symbols) {
      const symbol = await adapter.unifiedSymbol(asked)
      const listed = symbol !== undefined && (await isListed(adapter, symbol))
      found.push({ exchange, symbol: symbol ?? asked, listed, asked })
    }
  }
  const nowhere = symbols.find((symbol) => !found.some(({ asked, listed }) => listed && asked === symbol))
  if (nowhere !== undefined) {
    const where = [...adapters.keys()].join(' or ')
    throw new InvalidInputError('--symbol', nowhere, `a market of ${where}, such as BTC/USDT or BTC/USD`)
  }
  return { markets: found.filter(({ listed }) => listed), unlisted: found.filter(({ listed }) => !listed) }
}

/** An exchange whose list cannot be had is asked when it can be reached. */
async function isListed(adapter: BaseExchangeAdapter, symbol: string): Promise<boolean> {
  try {
    const instruments = await adapter.instruments()
    return instruments.some((instrument) => instrument.symbol === symbol)
  } catch {
    // Reported by the adapter as exchange:error when it needs the list itself.
    return true
  }
}
