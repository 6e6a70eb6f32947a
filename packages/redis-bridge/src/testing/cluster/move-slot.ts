import { MdError } from '@md/types'
import type { RedisServer } from '../server/redis-server.ts'
import type { MoveSlotOptions } from './cluster.ts'
import { nodeId } from './cluster-view.ts'

/** Keys that travel together. */
const BATCH = 100

/** For each batch, ms. */
const MIGRATE_WITHIN = 4_000

class KeysDoNotMoveError extends MdError {
  readonly code = 'KEYS_DO_NOT_MOVE'
  readonly recovery = 'stop'
}

interface Move extends MoveSlotOptions {
  readonly slot: number
  readonly from: RedisServer
  readonly to: RedisServer
  /** Everybody who has to be told, the two included. */
  readonly masters: readonly RedisServer[]
}

/** The steps that the Redis Cluster specification gives for moving a slot in use. */
export async function moveSlot({ from, masters, slot, to, whileMoving }: Move): Promise<void> {
  if (from === to) return
  const [fromId, toId] = [await nodeId(from), await nodeId(to)]
  await to.command('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId)
  await from.command('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId)
  await moveKeys(slot, from, to)
  await whileMoving?.()
  // What came to be meanwhile.
  await moveKeys(slot, from, to)
  const others = masters.filter((node) => node !== from && node !== to)
  for (const node of [to, from, ...others]) await node.command('CLUSTER', 'SETSLOT', slot, 'NODE', toId)
}

async function moveKeys(slot: number, from: RedisServer, to: RedisServer): Promise<void> {
  for (;;) {
    const keys = await from.command('CLUSTER', 'GETKEYSINSLOT', slot, BATCH)
    if (!Array.isArray(keys) || keys.length === 0) return
    const names = keys.map(String)
    const answer = await from.command('MIGRATE', to.host, to.port, '', 0, MIGRATE_WITHIN, 'KEYS', ...names)
    if (answer !== 'OK') {
      throw new KeysDoNotMoveError(`slot ${slot} cannot be moved from ${from.port} to ${to.port}: ${answer}`, { slot })
    }
  }
}
