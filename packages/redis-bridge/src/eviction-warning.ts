import type { Logger } from '@md/types'
import type { Client } from './link/client.ts'

/** A Redis that makes room by itself takes logs and leases away without a word: worth a warning. Never rejects. */
export async function warnOfEviction(client: Client, logger: Logger): Promise<void> {
  const memory = await client.command(['INFO', 'memory']).catch(() => undefined)
  if (typeof memory !== 'string') return
  const policy = fieldOf(memory, 'maxmemory_policy')
  if (policy === undefined || policy === 'noeviction' || fieldOf(memory, 'maxmemory') === '0') return
  logger.warn({ policy }, `maxmemory-policy of this Redis is ${policy}: it may evict logs and leases; set noeviction`)
}

const fieldOf = (info: string, name: string): string | undefined => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1]
