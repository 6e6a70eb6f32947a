import type { Mistakes } from '../file/mistakes.ts'
import type { Raw } from '../file/raw.ts'

/** Ids end up in order ids, so two bots may not share one. */
export function checkDuplicates(bots: readonly (Raw | undefined)[], mistakes: Mistakes): void {
  const first = new Map<unknown, number>()
  for (const [index, bot] of bots.entries()) {
    const id = bot?.['id']
    if (typeof id !== 'string') continue
    if (first.has(id)) mistakes.at(['bots', index, 'id'], `id "${id}" is taken by another bot: give each its own`)
    else first.set(id, index)
  }
}
