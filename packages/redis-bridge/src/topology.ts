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
  await client.command(['HSETNX', names.meta, 'partitions', ours])
  const theirs = await client.command(['HGET', names.meta, 'partitions'])
  if (theirs !== ours) throw new PartitionsDifferError(keyPrefix, partitions, String(theirs))
}
