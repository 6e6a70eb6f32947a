import type { Instrument } from '@md/types'
import type { BotPlan } from '../bots-file.ts'
import type { Path } from '../file/document.ts'
import type { Mistakes } from '../file/mistakes.ts'
import { suggestion } from '../file/nearest.ts'
import { isRaw, type Raw } from '../file/raw.ts'

/** Markets that their exchange does not list. Exchanges of which nothing is known are not judged. */
export function checkSymbols(
  subscriptions: BotPlan['subscriptions'],
  { bot, index }: { readonly bot: Raw; readonly index: number },
  instruments: readonly Instrument[],
  mistakes: Mistakes,
): void {
  const said = new Set<string>()
  for (const { exchange, symbol } of subscriptions) {
    const listed = instruments.filter((one) => one.exchange === exchange)
    if (listed.length === 0 || listed.some((one) => one.symbol === symbol) || said.has(`${exchange} ${symbol}`))
      continue
    said.add(`${exchange} ${symbol}`)
    const at = pathTo(symbol, bot) ?? []
    mistakes.at(['bots', index, ...at], `symbol "${symbol}" is not listed by ${exchange}: ${instead(symbol, listed)}`)
  }
}

function instead(symbol: string, listed: readonly Instrument[]): string {
  const same = listed.find(({ venueSymbol }) => venueSymbol === symbol)
  if (same !== undefined) return `write ${same.symbol}`
  const [base] = symbol.split(/[/-]/)
  const ofBase = listed.filter((one) => one.base === base).map((one) => one.symbol)
  return suggestion(symbol, ofBase.length > 0 ? ofBase : listed.map((one) => one.symbol).slice(0, SHOWN))
}

const SHOWN = 8

/** Where the text stands in what was written, if it does. */
function pathTo(text: string, value: unknown): Path | undefined {
  if (value === text) return []
  const entries = Array.isArray(value) ? [...value.entries()] : isRaw(value) ? Object.entries(value) : []
  for (const [key, inner] of entries) {
    const path = pathTo(text, inner)
    if (path !== undefined) return [key, ...path]
  }
  return undefined
}
