import type { Clock } from '@md/types'
import type { VenueLimits } from './limits.ts'
import { type Recording, recordedAnswer } from './recording.ts'
import type { Connection } from './server/connection.ts'
import type { RestAnswer, RestRequest } from './server/rest.ts'
import type { Guests } from './server/server.ts'
import type { Venue, VenueDefinition } from './venue.ts'

/** A frame that a client sent. */
export interface ReceivedFrame {
  readonly connection: number
  readonly at: number
  readonly text: string
}

const FRAMES_REMEMBERED = 10_000
const VIOLATIONS_REMEMBERED = 1000

export interface GuestBookOptions {
  readonly clock: Clock
  readonly limits: VenueLimits
  readonly definition: VenueDefinition
  readonly recording: Recording | undefined
  /** Asked for when the first guest comes: the venue itself writes violations here. */
  venue(): Venue
}

/** Notes what clients say and which rules they break, and passes on to the venue what is within its message rate. */
export class GuestBook implements Guests {
  readonly received: ReceivedFrame[] = []
  readonly violations: string[] = []
  readonly #options: GuestBookOptions

  constructor(options: GuestBookOptions) {
    this.#options = options
  }

  accepts(target: URL): boolean {
    return this.#options.venue().accepts(target)
  }

  opened(connection: Connection, target: URL): void {
    this.#options.venue().opened(connection, target)
  }

  heard(connection: Connection, text: string): void {
    this.received.push({ connection: connection.id, at: this.#options.clock.now(), text })
    if (this.received.length > FRAMES_REMEMBERED) this.received.shift()
    if (this.#withinRate(connection)) this.#options.venue().heard(connection, text)
  }

  controlFrame(connection: Connection, kind: 'ping' | 'pong', payload: string): void {
    const allowed = !this.#options.definition.countsControlFrames || this.#withinRate(connection)
    if (allowed && kind === 'pong') this.#options.venue().ponged?.(connection, payload)
  }

  closed(connection: Connection): void {
    this.#options.venue().closed(connection)
  }

  answer(request: RestRequest): RestAnswer {
    const { recording, venue } = this.#options
    return (recording && recordedAnswer(recording, request)) ?? venue().answer(request)
  }

  violation(rule: string): void {
    this.violations.push(rule)
    if (this.violations.length > VIOLATIONS_REMEMBERED) this.violations.shift()
  }

  #withinRate(connection: Connection): boolean {
    const { clock, limits, venue } = this.#options
    if (connection.messages.add(clock.monotonic()) <= limits.messagesPerSecond) return true
    this.violation(`more than ${limits.messagesPerSecond} messages within one second`)
    venue().flooded(connection)
    return false
  }
}
