import type { Clock } from '@md/types'
import type { RedisServer } from '../server/redis-server.ts'
import { until } from '../until.ts'
import { nodeId, SLOTS } from './cluster-view.ts'

/** Gives every master an even part of the slots, and an epoch of its own so that none contests another's. */
export async function shareSlots(masters: readonly RedisServer[]): Promise<void> {
  for (const [i, master] of masters.entries()) {
    const first = Math.ceil((i * SLOTS) / masters.length)
    const end = Math.ceil(((i + 1) * SLOTS) / masters.length)
    await master.command('CLUSTER', 'ADDSLOTS', ...Array.from({ length: end - first }, (_, k) => first + k))
    await master.command('CLUSTER', 'SET-CONFIG-EPOCH', i + 1)
  }
}

/** Everybody meets the first node, and the rest by hearsay. */
export async function introduce(nodes: readonly RedisServer[], clock: Clock): Promise<void> {
  const [first, ...others] = nodes
  for (const node of others) await first?.command('CLUSTER', 'MEET', node.host, node.port)
  for (const node of nodes) {
    await until(`node ${node.port} knows ${nodes.length} nodes`, () => knowsSoundly(node, nodes.length), { clock })
  }
}

/** The first replicas go to the first master, and so on. */
export async function attachReplicas(
  masters: readonly RedisServer[],
  replicas: readonly RedisServer[],
  clock: Clock,
): Promise<void> {
  const each = replicas.length / masters.length
  for (const [i, replica] of replicas.entries()) {
    const master = masters[Math.floor(i / each)]
    if (master !== undefined) await replica.command('CLUSTER', 'REPLICATE', await nodeId(master))
  }
  for (const replica of replicas) {
    await until(
      `replica ${replica.port} has copied its master`,
      async () => String(await replica.command('INFO', 'replication')).includes('master_link_status:up'),
      { clock },
    )
  }
}

/** Nodes in the middle of a handshake have a name that will change. */
async function knowsSoundly(node: RedisServer, count: number): Promise<boolean> {
  const lines = String(await node.command('CLUSTER', 'NODES'))
    .trim()
    .split('\n')
  return lines.length === count && lines.every((line) => / connected\b/.test(line) && !line.includes('handshake'))
}
