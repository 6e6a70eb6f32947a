import type { RedisAddress, RedisTopology } from '@md/types'
import { shownAddress } from '../address.ts'
import { LinkError } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { openClient, type Reply, reasonOf } from './client.ts'
import { withDeadline } from './deadline.ts'
import type { Resolve } from './resolve.ts'

type ClusterTopology = Extract<RedisTopology, { kind: 'cluster' }>

const NODE_TIMEOUT_MS = 1_000

/** Asks the nodes in turn who owns the slot of a key; nodes heard of on the way are asked too. */
export function clusterResolver(topology: ClusterTopology, settings: Settings, key: string): Resolve {
  let nodes = topology.nodes
  return async () => {
    const reasons: string[] = []
    for (const node of nodes) {
      try {
        const { owner, others } = await askNode(node, key, settings)
        nodes = distinct([owner, ...others, ...topology.nodes])
        return owner
      } catch (error) {
        reasons.push(`${shownAddress(node)}: ${reasonOf(error)}`)
      }
    }
    throw new LinkError('cluster', 'no node', `nobody names the owner of ${key} (${reasons.join('; ')})`)
  }
}

interface SlotOwner {
  readonly owner: RedisAddress
  readonly others: readonly RedisAddress[]
}

async function askNode(node: RedisAddress, key: string, settings: Settings): Promise<SlotOwner> {
  const client = await openClient({ link: 'cluster', address: node, settings, timeoutMs: NODE_TIMEOUT_MS })
  try {
    const late = () => new LinkError('cluster', shownAddress(node), 'no answer')
    const asked = Promise.all([client.command(['CLUSTER', 'KEYSLOT', key]), client.command(['CLUSTER', 'SLOTS'])])
    const [slot, ranges] = await withDeadline(settings.clock, NODE_TIMEOUT_MS, asked, late)
    return ownerOf(Number(slot), ranges, node)
  } finally {
    client.destroy('asked')
  }
}

function ownerOf(slot: number, ranges: Reply, asked: RedisAddress): SlotOwner {
  const others: RedisAddress[] = []
  let owner: RedisAddress | undefined
  for (const range of listOf(ranges)) {
    const [from, to, master] = listOf(range)
    const [host, port] = listOf(master)
    if (typeof host !== 'string' || typeof port !== 'number') continue
    const address = { host: host || asked.host, port }
    others.push(address)
    if (isWithin(slot, from, to)) owner = address
  }
  if (owner === undefined) throw new LinkError('cluster', shownAddress(asked), `slot ${slot} has no owner`)
  return { owner, others }
}

const listOf = (reply: Reply | undefined): readonly Reply[] => (Array.isArray(reply) ? reply : [])

const isWithin = (slot: number, from: Reply | undefined, to: Reply | undefined): boolean =>
  Number(from) <= slot && slot <= Number(to)

const distinct = (addresses: readonly RedisAddress[]): readonly RedisAddress[] => [
  ...new Map(addresses.map((address) => [shownAddress(address), address])).values(),
]
