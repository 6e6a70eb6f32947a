import type { Links } from '../link/links.ts'
import type { Names } from '../names.ts'
import type { Settings } from '../settings.ts'
import type { Outgoing } from './outgoing.ts'
import { signing } from './sign.ts'

/** Says in Redis which channels there are and who writes, for whoever joins late or reads the log. */
export class Registry {
  readonly #settings: Settings
  readonly #names: Names
  readonly #known: Outgoing[] = []
  #written = 0
  #writersAt = Number.NEGATIVE_INFINITY

  constructor(settings: Settings, names: Names) {
    this.#settings = settings
    this.#names = names
  }

  add(to: Outgoing): void {
    this.#known.push(to)
  }

  /** Redis may have: everything is written again. */
  forget(): void {
    this.#written = 0
    this.#writersAt = Number.NEGATIVE_INFINITY
  }

  async write(links: Links, partitions: readonly { readonly used: boolean }[]): Promise<void> {
    const all = this.#known.length
    const byPartition = new Map<number, string[]>()
    for (const { channel, partition } of this.#known.slice(this.#written)) {
      const names = byPartition.get(partition) ?? []
      names.push(channel.name)
      byPartition.set(partition, names)
    }
    const now = this.#settings.clock.monotonic()
    const isTime = byPartition.size > 0 || now - this.#writersAt > 5_000
    if (!isTime) return
    try {
      const kept = String(this.#settings.lastValue.ttlMs)
      for (const [partition, names] of byPartition) {
        const key = this.#names.channels(partition)
        await links.commands(partition).command(['SADD', key, ...names])
        await links.commands(partition).command(['PEXPIRE', key, kept])
      }
      await this.#signWriters(links, partitions)
      this.#written = all
      this.#writersAt = now
    } catch {
      // The link says what is wrong; the next round writes it.
    }
  }

  async #signWriters(links: Links, partitions: readonly { readonly used: boolean }[]): Promise<void> {
    const { log, writer } = this.#settings
    for (const [partition, { used }] of partitions.entries()) {
      if (!used) continue
      await links.commands(partition).command(signing(this.#names.writers(partition), writer, log.retentionMs))
    }
  }
}
