import { Link, type LinkEvents, type LinkName } from './link/link.ts'
import { Links } from './link/links.ts'
import { resolverFor } from './link/resolve.ts'
import type { Names } from './names.ts'
import type { Settings } from './settings.ts'

export type EventsFor = (name: LinkName, index: number) => LinkEvents

/** The connections a bridge needs: for commands, for subscriptions, and for reading the log where that is the delivery. */
export function bridgeLinks(
  settings: Settings,
  names: Names,
  events: EventsFor,
): { links: Links; readers: readonly Link[] } {
  const count = settings.topology.kind === 'cluster' ? settings.partitions : 1
  const some = (name: LinkName) =>
    Array.from({ length: count }, (_, index) => {
      const resolve = resolverFor(settings, names.beat(index))
      return new Link(name, settings, resolve, events(name, index))
    })
  const subscribes = settings.enableSubscription
  return {
    links: new Links(some('publisher'), subscribes ? some('subscriber') : []),
    readers: subscribes && settings.delivery === 'log' ? some('reader') : [],
  }
}
