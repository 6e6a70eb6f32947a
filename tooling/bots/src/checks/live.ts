import type { Mistakes } from '../file/mistakes.ts'
import { isRaw, type Raw } from '../file/raw.ts'

/** Without these a mistake of a strategy has no bottom. */
const NEEDED = ['maxOrderValue', 'maxPositionValue', 'maxDailyLoss'] as const

/** What a bot needs before it may have real money. */
export function checkLive(bots: readonly (Raw | undefined)[], mistakes: Mistakes): void {
  for (const [index, bot] of bots.entries()) if (bot?.['mode'] === 'live') checkOne(bot, index, mistakes)
}

function checkOne(bot: Raw, index: number, mistakes: Mistakes): void {
  const at = ['bots', index, 'mode']
  const limits = isRaw(bot['limits']) ? bot['limits'] : {}
  const missing = NEEDED.filter((limit) => limits[limit] === undefined)
  if (missing.length > 0) mistakes.at(at, `mode live needs limits: write ${missing.join(', ')} under limits`)
  if (bot['armed'] !== true) mistakes.at(at, 'mode live needs "armed: true", so that nobody gets there by accident')
  mistakes.at(at, 'mode live is not available: no venue of this version takes real money; write "mode: paper"')
}
