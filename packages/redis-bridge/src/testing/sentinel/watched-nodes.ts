import { type Clock, MdError } from '@md/types'
import type { RedisServer } from '../server/redis-server.ts'
import { isAnswering, type ServerGroup } from '../server/server-group.ts'
import { until } from '../until.ts'
import { isMaster, namedMaster } from './sentinel-view.ts'
import type { RedisSentinels } from './sentinels.ts'

class NoCommonMasterError extends MdError {
  readonly code = 'NO_COMMON_MASTER'
  readonly recovery = 'stop'
}

interface WatchedParts {
  readonly name: string
  readonly nodes: readonly RedisServer[]
  readonly sentinels: readonly RedisServer[]
  readonly group: ServerGroup
  readonly clock: Clock
}

export class WatchedNodes implements RedisSentinels {
  readonly name: string
  readonly nodes: readonly RedisServer[]
  readonly sentinels: readonly RedisServer[]
  readonly #group: ServerGroup
  readonly #clock: Clock

  constructor({ clock, group, name, nodes, sentinels }: WatchedParts) {
    this.name = name
    this.nodes = nodes
    this.sentinels = sentinels
    this.#group = group
    this.#clock = clock
  }

  async master(): Promise<RedisServer> {
    const asked = this.sentinels.filter(isAnswering)
    const named = new Set(await Promise.all(asked.map((sentinel) => namedMaster(sentinel, this.name))))
    const [node, ...others] = this.nodes.filter(({ port }) => named.has(port))
    if (node !== undefined && others.length === 0) return node
    const ports = [...named].join(', ')
    throw new NoCommonMasterError(`the Sentinels name no common master: ${ports}`, { ports })
  }

  async killMaster(): Promise<RedisServer> {
    const master = await this.master()
    await master.kill()
    return master
  }

  async failover(): Promise<RedisServer> {
    const former = await this.killMaster()
    return until(
      `all Sentinels name a successor of ${former.port}`,
      async () => {
        const next = await this.master()
        return next !== former && (await isMaster(next)) && next
      },
      { clock: this.#clock, withinMs: 30_000 },
    )
  }

  stop(): Promise<void> {
    return this.#group.stop()
  }
}
