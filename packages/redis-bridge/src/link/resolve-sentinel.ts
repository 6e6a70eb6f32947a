import type { RedisAddress, RedisTopology } from '@md/types'
import { shownAddress } from '../address.ts'
import { LinkError } from '../errors.ts'
import type { Settings } from '../settings.ts'
import { type Client, openClient, reasonOf } from './client.ts'
import { withDeadline } from './deadline.ts'
import type { Resolve } from './resolve.ts'

type SentinelTopology = Extract<RedisTopology, { kind: 'sentinel' }>

const SENTINEL_TIMEOUT_MS = 300

/** Asks the Sentinels in turn who the master is; the one that answered is asked first the next time. */
export function sentinelResolver(topology: SentinelTopology, settings: Settings): Resolve {
  let order = topology.sentinels
  return async () => {
    const reasons: string[] = []
    for (const sentinel of order) {
      try {
        const master = await askSentinel(sentinel, topology, settings)
        order = [sentinel, ...order.filter((other) => other !== sentinel)]
        return master
      } catch (error) {
        reasons.push(`${shownAddress(sentinel)}: ${reasonOf(error)}`)
      }
    }
    throw new LinkError('sentinel', topology.master, `no Sentinel names a master (${reasons.join('; ')})`)
  }
}

async function askSentinel(
  sentinel: RedisAddress,
  { master, password, username }: SentinelTopology,
  settings: Settings,
): Promise<RedisAddress> {
  const access = { ...settings, username, password, db: 0 }
  const client = await openClient({
    link: 'sentinel',
    address: sentinel,
    settings: access,
    timeoutMs: SENTINEL_TIMEOUT_MS,
  })
  try {
    return await askMaster(client, master, settings)
  } finally {
    client.destroy('asked')
  }
}

async function askMaster(client: Client, master: string, { clock }: Settings): Promise<RedisAddress> {
  const late = () => new LinkError('sentinel', shownAddress(client.address), 'no answer')
  const asked = client.command(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', master])
  const reply = await withDeadline(clock, SENTINEL_TIMEOUT_MS, asked, late)
  const [host, port] = Array.isArray(reply) ? reply : []
  if (typeof host !== 'string') throw new LinkError('sentinel', shownAddress(client.address), `knows no "${master}"`)
  return { host, port: Number(port) }
}
