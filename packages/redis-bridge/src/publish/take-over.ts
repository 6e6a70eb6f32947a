import type { Links } from '../link/links.ts'
import type { Names } from '../names.ts'
import type { Settings } from '../settings.ts'
import { lastTradesIn } from './last-trades.ts'

/** A standby keeps the trades of so many leases. */
export const KEPT_LEASES = 2

/** The last trade of every channel in the logs of the one before us. @throws CommandFailedError */
export async function lastTradesOf(
  { clock, lease, partitions, writer }: Settings,
  names: Names,
  links: Links,
): Promise<ReadonlyMap<string, string>> {
  const since = clock.now() - lease.ttlMs * KEPT_LEASES
  const all = Array.from({ length: partitions }, (_, partition) =>
    lastTradesIn(links.commands(partition), names.log(partition, writer), since),
  )
  const last = await Promise.all(all)
  return new Map(last.flatMap((ids) => [...ids]))
}
