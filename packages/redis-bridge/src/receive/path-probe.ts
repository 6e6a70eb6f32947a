import type { Link } from '../link/link.ts'
import type { Settings } from '../settings.ts'

/** Probes that may be on their way. */
const MAX_UNHEARD = 3

type Listener = (text: string, channel: string) => void

/**
 * Says something on a channel of its own, and hears it, once a heartbeat. A connection can be healthy and yet lead to
 * a server where nothing is said any more: only what comes back shows that the way is open.
 */
export class PathProbe {
  readonly channel: string
  readonly #settings: Settings
  readonly #commands: Link
  readonly #subscriber: Link
  #unheard = 0
  #refused = false
  #cancel: () => void = () => undefined

  constructor(settings: Settings, channel: string, commands: Link, subscriber: Link) {
    this.#settings = settings
    this.channel = channel
    this.#commands = commands
    this.#subscriber = subscriber
  }

  /** Takes its own out of what is heard: before any queue, so that a busy process is not taken for a dead way. */
  filter(listener: Listener): Listener {
    return (text, channel) => {
      if (channel === this.channel) this.#unheard = 0
      else listener(text, channel)
    }
  }

  /** Called with every new connection of the subscriber. */
  start(): void {
    this.stop()
    this.#unheard = 0
    this.#refused = false
    this.#cancel = this.#settings.clock.after(this.#settings.heartbeatMs, this.#next)
  }

  stop(): void {
    this.#cancel()
  }

  readonly #next = (): void => {
    const { clock, heartbeatMs } = this.#settings
    if (this.#unheard >= MAX_UNHEARD) {
      this.#subscriber.drop(`nothing said was heard for ${MAX_UNHEARD * heartbeatMs} ms`)
      return
    }
    this.#cancel = clock.after(heartbeatMs, this.#next)
    const { client } = this.#commands
    if (client === undefined || this.#refused) return
    this.#unheard += 1
    client.command(['PUBLISH', this.channel, '']).catch(() => {
      // Not allowed to speak: then nothing can be told from silence. A link that is lost says so itself.
      this.#unheard = 0
      this.#refused = this.#commands.client === client
    })
  }
}
