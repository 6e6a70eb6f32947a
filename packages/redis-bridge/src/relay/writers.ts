import type { Reply } from '../link/client.ts'
import type { Links } from '../link/links.ts'
import type { Names } from '../names.ts'
import type { Flows } from './flows.ts'

/** A writer that has been silent for so long is not named in the far Redis any more. */
const FORGOTTEN_MS = 600_000

/** What a relay knows of the two Redis: who they are, for instance. */
export interface Ends {
  readonly near: { readonly names: Names; readonly links: Links; readonly id: string | undefined }
  readonly far: { readonly names: Names; readonly links: Links; readonly id: string | undefined }
}

/** Where in a Redis stands of whom it is only a copy, and where that one is at home. */
export const homesKey = (names: Names, partition: number): string => `${names.writers(partition)}:homes`

/** Finds out who writes near, and says it far; but never takes a writer back to where it is at home. */
export class Writers {
  readonly #ends: Ends
  readonly #flows: Flows

  constructor(ends: Ends, flows: Flows) {
    this.#ends = ends
    this.#flows = flows
  }

  /** Looks at one partition. @throws CommandFailedError when an end does not answer */
  async look(partition: number): Promise<undefined> {
    const { far, near } = this.#ends
    const nearLink = near.links.commands(partition)
    if (!nearLink.up || near.id === undefined || far.id === undefined) return undefined
    const [signed, homes] = await Promise.all([
      nearLink.command(['ZRANGE', near.names.writers(partition), '0', '-1', 'WITHSCORES']),
      nearLink.command(['HGETALL', homesKey(near.names, partition)]),
    ])
    const homeOf = new Map(pairs(homes))
    const present = pairs(signed).map(([writer, score]) => ({
      writer,
      score,
      home: homeOf.get(writer) ?? near.id ?? '',
    }))
    const here = present.filter(({ home }) => home !== far.id)
    this.#flows.keepOnly(partition, new Set(here.map(({ writer }) => writer)))
    if (here.length > 0 && far.links.commands(partition).up) {
      await this.#sign(partition, here)
      await Promise.all(here.map(({ writer }) => this.#follow(partition, writer)))
    }
    return undefined
  }

  /** Before anything of theirs is there: whoever joins then knows that there is something to miss. */
  async #sign(
    partition: number,
    writers: readonly { readonly writer: string; readonly score: string; readonly home: string }[],
  ): Promise<void> {
    const { links, names } = this.#ends.far
    const link = links.commands(partition)
    const scores = writers.map(({ score }) => Number(score))
    const oldest = Math.max(...scores) - FORGOTTEN_MS
    await Promise.all([
      link.command(['ZADD', names.writers(partition), ...writers.flatMap(({ score, writer }) => [score, writer])]),
      link.command(['HSET', homesKey(names, partition), ...writers.flatMap(({ home, writer }) => [writer, home])]),
      link.command(['ZREMRANGEBYSCORE', names.writers(partition), '-inf', String(oldest)]),
    ])
  }

  async #follow(partition: number, writer: string): Promise<void> {
    const flow = this.#flows.get(partition, writer) ?? this.#flows.add(partition, writer)
    await flow.locate()
  }
}

function pairs(reply: Reply): readonly (readonly [string, string])[] {
  const flat = Array.isArray(reply) ? reply.map(String) : []
  return flat.flatMap((key, i): [string, string][] => (i % 2 === 0 ? [[key, flat[i + 1] ?? '']] : []))
}
