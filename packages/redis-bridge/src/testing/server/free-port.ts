import { createServer } from 'node:net'
import { deferred } from '@md/runtime'
import { MdError } from '@md/types'

export const LOOPBACK = '127.0.0.1'

/**
 * Below what systems give to outgoing connections: a client that keeps trying a dead port of that range ends up
 * connected to itself. Leaves room for Redis Cluster's second port.
 */
const FIRST = 11_000
const LAST = 21_999

/** Redis Cluster's nodes talk to each other on the port this far above the clients'. */
const BUS_OFFSET = 10_000

const TRIES = 100

class NoFreePortError extends MdError {
  readonly code = 'NO_FREE_PORT'
  readonly recovery = 'stop'
}

export interface FreePortOptions {
  /** Whether the port of the cluster bus has to be free too. */
  readonly withBus?: boolean
  readonly random?: () => number
}

/** A loopback port that nobody listens on at the moment. Whoever uses it must be ready to find it taken, and ask again. */
export async function freePort({ withBus = false, random = Math.random }: FreePortOptions = {}): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = FIRST + Math.floor(random() * (LAST - FIRST + 1))
    if ((await isFree(port)) && (!withBus || (await isFree(port + BUS_OFFSET)))) return port
  }
  throw new NoFreePortError(`none of ${TRIES} ports between ${FIRST} and ${LAST} was free`, {
    first: FIRST,
    last: LAST,
  })
}

export function isFree(port: number): Promise<boolean> {
  const answer = deferred<boolean>()
  const server = createServer()
  server.once('error', () => answer.resolve(false))
  server.listen(port, LOOPBACK, () => server.close(() => answer.resolve(true)))
  return answer.promise
}
