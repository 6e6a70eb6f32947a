import type { Origin } from './origin.ts'
import type { Receiver, ReceiverParts } from './receiver.ts'

/** Beats that may be missing before a book counts as stale. */
const BEATS = 3

/** Notices writers that are not heard of any more: first their books are stale, then they count as gone. */
export class SilenceWatch {
  readonly #parts: ReceiverParts
  readonly #receiver: Receiver
  #cancel: () => void = () => undefined

  constructor(parts: ReceiverParts, receiver: Receiver) {
    this.#parts = parts
    this.#receiver = receiver
  }

  start(): void {
    this.#cancel()
    this.#cancel = this.#parts.settings.clock.after(this.#parts.settings.heartbeatMs / 2, () => {
      this.#look()
      this.start()
    })
  }

  stop(): void {
    this.#cancel()
  }

  #look(): void {
    const { clock, heartbeatMs, lease, log } = this.#parts.settings
    const now = clock.monotonic()
    for (const origin of [...this.#parts.origins]) {
      const silentMs = now - origin.lastHeardAt
      const beatMs = Math.max(heartbeatMs, origin.beatMs)
      const isStale = silentMs > beatMs * BEATS
      if (isStale !== origin.stale) this.#turn(origin, isStale)
      const isUp = this.#parts.links.subscriber(origin.partition).up
      // Redis, or our link, may have been away for as long: its writer needs time to come back too.
      const unheardMs = now - Math.max(origin.lastHeardAt, origin.audibleSince)
      if (!origin.silent && isUp && unheardMs > Math.max(beatMs * BEATS, lease.ttlMs)) void this.#gone(origin)
      if (silentMs > log.retentionMs * 2) this.#parts.origins.forget(origin)
    }
  }

  #turn(origin: Origin, stale: boolean): void {
    origin.stale = stale
    for (const track of origin.tracks.values()) {
      if (track.channel.kind !== 'orderbook') continue
      if (stale) this.#parts.deliverer.distrust(origin, track.channel, 'stale')
      else if (!(track.holding || this.#receiver.waits.has(track))) this.#parts.deliverer.trust(origin, track.channel)
    }
  }

  /** What it had published and Redis had not taken is lost, and nobody knows how much that was. */
  async #gone(origin: Origin): Promise<void> {
    origin.silent = true
    if (origin.ended) return
    // Its last words may have reached the log alone.
    if (this.#receiver.repairs) await this.#receiver.repairer.finish(origin)
    if (!(origin.silent && this.#parts.origins.has(origin))) return
    for (const track of origin.tracks.values()) {
      if (track.sequence !== undefined) this.#parts.deliverer.lose(origin, track.channel, undefined)
    }
  }
}
