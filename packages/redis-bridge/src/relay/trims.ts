import { toLogId } from '../wire/log-id.ts'
import { readEntries } from '../wire/log-reply.ts'
import type { Flow } from './flow.ts'
import type { Flows } from './flows.ts'
import type { Ends } from './writers.ts'

/** The far logs forget what the near ones have forgotten, and end when those do. */
export class Trims {
  readonly #ends: Ends
  readonly #flows: Flows

  constructor(ends: Ends, flows: Flows) {
    this.#ends = ends
    this.#flows = flows
  }

  /** @throws CommandFailedError when an end does not answer */
  async trim(partitions: readonly number[]): Promise<undefined> {
    for (const flow of this.#flows.in(partitions)) await this.#trimOne(flow)
    return undefined
  }

  async #trimOne({ farKey, nearKey, partition }: Flow): Promise<void> {
    const near = this.#ends.near.links.commands(partition)
    const far = this.#ends.far.links.commands(partition)
    if (!(near.up && far.up)) return
    const oldest = await near.command(['XRANGE', nearKey, '-', '+', 'COUNT', '1'])
    const [first] = readEntries(oldest)
    const ttl = Number(await near.command(['PTTL', nearKey]))
    if (first !== undefined) await far.command(['XTRIM', farKey, 'MINID', '~', toLogId(first.at)])
    if (ttl > 0) await far.command(['PEXPIRE', farKey, String(ttl)])
  }
}
