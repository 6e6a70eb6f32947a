import { PartitionsDifferError } from './errors.ts'
import type { Client } from './link/client.ts'
import type { Names } from './names.ts'
import type { Settings } from './settings.ts'

/** Everybody who shares a prefix spreads keys over the same partitions. @throws PartitionsDifferError */
export async function agreeOnPartitions(
  client: Client,
  names: Names,
  { keyPrefix, partitions }: Settings,
): Promise<void> {
  const ours = String(partitions)
  const before = await client.command(['HGET', names.meta, 'partitions'])
  // Written only where nobody has: a full Redis can still be read from.
  if (before === null) await client.command(['HSETNX', names.meta, 'partitions', ours])
  const theirs = before ?? (await client.command(['HGET', names.meta, 'partitions']))
  if (theirs !== ours) throw new PartitionsDifferError(keyPrefix, partitions, String(theirs))
}
