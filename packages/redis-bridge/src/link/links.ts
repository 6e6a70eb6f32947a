import type { Settings } from '../settings.ts'
import type { Link } from './link.ts'

/** Links by what they are for. A Cluster has a pair for every partition, anything else one pair for all. */
export class Links {
  readonly commandLinks: readonly Link[]
  readonly subscriberLinks: readonly Link[]

  constructor(commandLinks: readonly Link[], subscriberLinks: readonly Link[]) {
    this.commandLinks = commandLinks
    this.subscriberLinks = subscriberLinks
  }

  commands(partition: number): Link {
    return pick(this.commandLinks, partition)
  }

  subscriber(partition: number): Link {
    return pick(this.subscriberLinks, partition)
  }

  /** Where leases, demands and what is the same for all are kept. */
  get control(): Link {
    return this.commands(0)
  }

  get all(): readonly Link[] {
    return [...this.commandLinks, ...this.subscriberLinks]
  }
}

function pick(links: readonly Link[], partition: number): Link {
  const link = links[links.length === 1 ? 0 : partition]
  if (link === undefined) throw new Error(`there is no link for partition ${partition}`)
  return link
}

/** Which partitions the n-th link serves. */
export const partitionsOf = ({ partitions, topology }: Settings, index: number): readonly number[] =>
  topology.kind === 'cluster' ? [index] : Array.from({ length: partitions }, (_, partition) => partition)
