import type { RedisServer } from '../server/redis-server.ts'
import type { RespValue } from '../wire/resp.ts'

export const SLOTS = 16_384

/** Who serves a range of slots, by port: the master first. */
export interface SlotRange {
  readonly first: number
  readonly last: number
  readonly ports: readonly number[]
}

export async function nodeId(node: RedisServer): Promise<string> {
  return String(await node.command('CLUSTER', 'MYID'))
}

/** In the order of the slots; neighbours of one owner may come as one range or as several. */
export async function slotRanges(node: RedisServer): Promise<readonly SlotRange[]> {
  const ranges = list(await node.command('CLUSTER', 'SLOTS')).map((range) => {
    const [first, last, ...servers] = list(range)
    return { first: Number(first), last: Number(last), ports: servers.map((server) => Number(list(server)[1])) }
  })
  return ranges.toSorted((a, b) => a.first - b.first)
}

export const rangeOf = (slot: number, ranges: readonly SlotRange[]): SlotRange | undefined =>
  ranges.find(({ first, last }) => first <= slot && slot <= last)

/** Whether the nodes know `count` servers that serve, agree on who serves what, and every slot is served. */
export async function agreement(nodes: readonly RedisServer[], count: number): Promise<boolean> {
  const views = await Promise.all(nodes.map(async (node) => [await isSound(node), await slotRanges(node)] as const))
  const [first] = views
  if (first === undefined || !views.every(([sound]) => sound)) return false
  const owners = views.map(([, ranges]) => ownersText(ranges))
  const ports = new Set(first[1].flatMap((range) => range.ports))
  return new Set(owners).size === 1 && ports.size >= count
}

const isSound = async (node: RedisServer): Promise<boolean> =>
  /cluster_state:ok[\s\S]*cluster_slots_ok:16384/.test(String(await node.command('CLUSTER', 'INFO')))

/** The same for everybody who sees the same owners, however the ranges are cut. */
function ownersText(ranges: readonly SlotRange[]): string {
  const starts: string[] = []
  let owner: number | undefined
  for (const { first, ports } of ranges) {
    if (ports[0] !== owner) starts.push(`${first}:${ports[0]}`)
    owner = ports[0]
  }
  return starts.join(' ')
}

const list = (value: RespValue): readonly RespValue[] => (Array.isArray(value) ? value : [])
