import { bridgeLinks, type EventsFor } from '../bridge-links.ts'
import type { Client } from '../link/client.ts'
import type { Link } from '../link/link.ts'
import type { Links } from '../link/links.ts'
import { Names } from '../names.ts'
import type { Settings } from '../settings.ts'
import { agreeOnPartitions } from '../topology.ts'

/** One of the two Redis. */
export class RelayEnd {
  readonly names: Names
  readonly links: Links
  readonly readers: readonly Link[]
  readonly #settings: Settings
  #id: string | undefined

  constructor(settings: Settings, events: EventsFor) {
    this.#settings = settings
    this.names = new Names(settings)
    const { links, readers } = bridgeLinks(settings, this.names, events)
    this.links = links
    this.readers = readers
  }

  get all(): readonly Link[] {
    return [...this.links.all, ...this.readers]
  }

  get up(): boolean {
    return this.all.every(({ up }) => up)
  }

  /** Of this Redis under this prefix; another one when it has forgotten everything. Unknown before it is reached. */
  get id(): string | undefined {
    return this.#id
  }

  /** @throws PartitionsDifferError */
  async meet(client: Client): Promise<void> {
    await agreeOnPartitions(client, this.names, this.#settings)
    await client.command(['HSETNX', this.names.meta, 'id', this.#settings.leaseOwner])
    this.#id = String(await client.command(['HGET', this.names.meta, 'id']))
  }
}
