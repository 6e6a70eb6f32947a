import type { Mistakes } from '../file/mistakes.ts'
import { suggestion } from '../file/nearest.ts'
import { isRaw, type Raw } from '../file/raw.ts'

/** Where accounts are written down, a bot of another one is a spelling mistake that would go without its limits. */
export function checkAccounts(accounts: unknown, bots: readonly (Raw | undefined)[], mistakes: Mistakes): void {
  if (!isRaw(accounts)) return
  const names = Object.keys(accounts)
  if (names.length === 0) return
  for (const [index, bot] of bots.entries()) {
    const account = bot?.['account'] ?? 'main'
    if (bot === undefined || typeof account !== 'string' || names.includes(account)) continue
    mistakes.at(['bots', index, 'account'], `account "${account}" is not under accounts: ${suggestion(account, names)}`)
  }
}
