import { isDeepStrictEqual } from 'node:util'
import type { JournalEntry } from '@md/bot-engine'
import { openSqliteStore, type SqliteStore } from '@md/bot-engine/sqlite'
import { InvalidInputError, MdError, reportOf, silentLogger } from '@md/types'

/** What a store still has of a run, beside the journal of it. JSON. */
export type StoreFinding =
  /** `behind`: those after what could be read of the journal, which is written up to a second later than the store. */
  | { readonly kind: 'same'; readonly entries: number; readonly behind: number }
  | { readonly kind: 'different'; readonly n: number }
  | { readonly kind: 'unusable'; readonly reason: string }

/** @throws InvalidInputError for one that somebody has open; StoreUnusableError for what is none, or a later version */
export async function openStore(name: string, path: string): Promise<SqliteStore> {
  try {
    return await openSqliteStore({ path, owner: 'pnpm backtest journal', logger: silentLogger })
  } catch (error) {
    throw error instanceof MdError && error.code === 'STORE_HELD' ? inUse(name, error) : error
  }
}

function inUse(name: string, { context }: MdError): InvalidInputError {
  const allowed = `it is in use by ${context['holder']}: stop that first, or name the journal folder beside it`
  return new InvalidInputError('journal', name, allowed)
}

/** What a store keeps of a bot, without what cannot be read. */
export async function storedOf(store: SqliteStore, bot: string): Promise<readonly JournalEntry[] | string> {
  try {
    return await store.history(bot)
  } catch (error) {
    return reportOf(error).message
  }
}

/**
 * Compares what the store has of a run with the journal of it.
 * @param next the first entry of the run that followed: a bot that was killed numbers on from what its store had kept
 */
export function checkAgainst(
  stored: readonly JournalEntry[] | string,
  entries: readonly JournalEntry[],
  next: number | undefined,
): StoreFinding {
  if (typeof stored === 'string') return { kind: 'unusable', reason: stored }
  const first = entries[0]?.n ?? Number.POSITIVE_INFINITY
  const own = stored.filter(({ n }) => n >= first && n < (next ?? Number.POSITIVE_INFINITY))
  let behind = 0
  for (const entry of own) {
    const written = entries[entry.n - first]
    if (written === undefined) behind += 1
    else if (!isDeepStrictEqual(written, entry)) return { kind: 'different', n: entry.n }
  }
  return { kind: 'same', entries: own.length, behind }
}
