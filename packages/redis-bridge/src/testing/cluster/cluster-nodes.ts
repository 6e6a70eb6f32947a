import { type Clock, InvalidInputError, MdError } from '@md/types'
import type { RedisServer } from '../server/redis-server.ts'
import { isAnswering, type ServerGroup } from '../server/server-group.ts'
import { until } from '../until.ts'
import type { MoveSlotOptions, RedisCluster } from './cluster.ts'
import { agreement, rangeOf, slotRanges } from './cluster-view.ts'
import { moveSlot } from './move-slot.ts'

class NoCommonOwnerError extends MdError {
  readonly code = 'NO_COMMON_OWNER'
  readonly recovery = 'stop'
}

interface ClusterParts {
  readonly masters: readonly RedisServer[]
  readonly replicas: readonly RedisServer[]
  readonly group: ServerGroup
  readonly clock: Clock
}

export class ClusterNodes implements RedisCluster {
  readonly masters: readonly RedisServer[]
  readonly replicas: readonly RedisServer[]
  readonly nodes: readonly RedisServer[]
  readonly #group: ServerGroup
  readonly #clock: Clock

  constructor({ clock, group, masters, replicas }: ClusterParts) {
    this.masters = masters
    this.replicas = replicas
    this.nodes = [...masters, ...replicas]
    this.#group = group
    this.#clock = clock
  }

  async slotOf(key: string): Promise<number> {
    const [node] = this.#answering
    return Number(await node?.command('CLUSTER', 'KEYSLOT', key))
  }

  async ownerOf(slot: number): Promise<RedisServer> {
    const views = await Promise.all(this.#answering.map(slotRanges))
    const ports = new Set(views.map((ranges) => rangeOf(slot, ranges)?.ports[0]))
    const [owner, ...others] = this.nodes.filter(({ port }) => ports.has(port))
    if (owner !== undefined && others.length === 0 && ports.size === 1) return owner
    const named = [...ports].join(', ')
    throw new NoCommonOwnerError(`the nodes name no common owner of slot ${slot}: ${named}`, { slot, named })
  }

  async moveSlot(slot: number, to: RedisServer, options: MoveSlotOptions = {}): Promise<void> {
    const from = await this.ownerOf(slot)
    const ports = new Set((await slotRanges(from)).map((range) => range.ports[0]))
    const masters = this.#answering.filter(({ port }) => ports.has(port))
    await moveSlot({ slot, from, to, masters, ...options })
    await until(`every node knows that ${to.port} owns slot ${slot}`, async () => (await this.ownerOf(slot)) === to, {
      clock: this.#clock,
    })
  }

  async killMaster(i: number): Promise<RedisServer> {
    const master = this.masters[i]
    if (master === undefined) throw new InvalidInputError('a master', i, `0 to ${this.masters.length - 1}`)
    await master.kill()
    return master
  }

  async settled(): Promise<void> {
    await until(
      'every slot has an owner that answers, and all nodes that answer agree on it',
      () => this.#isSettled(),
      {
        clock: this.#clock,
        withinMs: 30_000,
      },
    )
  }

  stop(): Promise<void> {
    return this.#group.stop()
  }

  async #isSettled(): Promise<boolean> {
    const answering = this.#answering
    if (!(await agreement(answering, 1))) return false
    const views = await Promise.all(answering.map(slotRanges))
    const owners = new Set(views.flatMap((ranges) => ranges.map((range) => range.ports[0])))
    return [...owners].every((owner) => answering.some(({ port }) => port === owner))
  }

  get #answering(): readonly RedisServer[] {
    return this.nodes.filter(isAnswering)
  }
}
