import type { RedisServer } from '../server/redis-server.ts'
import type { RespValue } from '../wire/resp.ts'

/** The port that a Sentinel names for the master. */
export async function namedMaster(sentinel: RedisServer, name: string): Promise<number> {
  const address = await sentinel.command('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name)
  return Array.isArray(address) ? Number(address[1]) : Number.NaN
}

export async function knows(
  sentinel: RedisServer,
  name: string,
  wanted: { readonly sentinels: number; readonly replicas: number },
): Promise<boolean> {
  const master = fields(await sentinel.command('SENTINEL', 'MASTER', name))
  const others = Number(master.get('num-other-sentinels'))
  return others === wanted.sentinels - 1 && Number(master.get('num-slaves')) === wanted.replicas
}

export async function isMaster(node: RedisServer): Promise<boolean> {
  const role = await node.command('ROLE')
  return Array.isArray(role) && role[0] === 'master'
}

export async function isInStep(replica: RedisServer): Promise<boolean> {
  return String(await replica.command('INFO', 'replication')).includes('master_link_status:up')
}

/** A reply that lists names and values by turns. */
function fields(reply: RespValue): ReadonlyMap<string, RespValue> {
  const flat = Array.isArray(reply) ? reply : []
  return new Map(flat.flatMap((name, i) => (i % 2 === 0 ? [[String(name), flat[i + 1]] as const] : [])))
}
