import type { Connection } from '../server/connection.ts'
import type { Venue } from '../venue.ts'
import type { Door } from './door.ts'
import { FAULT_DURATION_MS, type Fault } from './fault.ts'
import type { FrameFaults } from './frame-faults.ts'

export interface FaultTargets {
  readonly door: Door
  readonly frames: FrameFaults
  readonly venue: Venue
  /** Open client sockets. */
  connections(): Iterable<Connection>
}

const DEEP = '['.repeat(100_000) + ']'.repeat(100_000)
const OVERSIZED_BYTES = 20_000_000

/** Makes things go wrong, each where it belongs. */
export class FaultDesk {
  readonly #targets: FaultTargets
  #ignored = 0
  #refused = 0

  constructor(targets: FaultTargets) {
    this.#targets = targets
  }

  /** What to do with a subscribe request: as it comes, or as a fault wants it. */
  interfere(): 'ignore' | 'refuse' | undefined {
    if (this.#ignored > 0) {
      this.#ignored--
      return 'ignore'
    }
    if (this.#refused === 0) return undefined
    this.#refused--
    return 'refuse'
  }

  inject(fault: Fault): void {
    switch (fault.kind) {
      case 'gap':
      case 'checksum':
      case 'crossed':
      case 'truncated':
      case 'negative':
      case 'nan':
      case 'foreign':
      case 'duplicate':
      case 'reorder':
        this.#targets.frames.add(fault, fault.kind === 'gap' ? fault.count : 1)
        break
      case 'silence':
        this.#targets.frames.silence(fault.symbol, fault.channel, fault.durationMs ?? FAULT_DURATION_MS)
        break
      case 'no-ack':
        this.#ignored += fault.count ?? 1
        return
      case 'refuse-subscribe':
        this.#refused += fault.count ?? 1
        return
      case 'stop-heartbeat':
        this.#targets.venue.stopHeartbeat(true)
        break
      default:
        isAtTheDoor(fault) ? this.#atTheDoor(fault) : this.#onSockets(fault)
        break
    }
  }

  #atTheDoor(fault: DoorFault): void {
    const { door } = this.#targets
    switch (fault.kind) {
      case 'refuse':
        door.refuse(fault.count ?? 1)
        break
      case 'stall':
        door.stall(fault.count ?? 1)
        break
      case 'storm':
        door.storm(fault.durationMs ?? FAULT_DURATION_MS)
        break
      case 'ban':
        door.ban(fault.durationMs ?? FAULT_DURATION_MS)
        break
      case 'rest-down':
        door.takeDown(fault.status ?? 503, fault.durationMs ?? FAULT_DURATION_MS)
        break
      case 'rest-html':
        door.answerWithPages(fault.count ?? 1)
        break
    }
  }

  #onSockets(fault: SocketFault): void {
    for (const connection of [...this.#targets.connections()]) {
      if ((fault.connection ?? connection.id) === connection.id) this.#onSocket(fault, connection)
    }
  }

  #onSocket(fault: SocketFault, connection: Connection): void {
    switch (fault.kind) {
      case 'drop':
        connection.drop()
        break
      case 'close':
        connection.close(fault.code ?? 1001, fault.reason ?? 'going away')
        break
      case 'cut':
        connection.close(1000)
        break
      case 'half-open':
        connection.freeze()
        break
      case 'slow-close':
        connection.ignoreClose()
        break
      case 'malformed':
        connection.send(fault.text ?? 'upstream connect error or disconnect/reset before headers')
        break
      case 'deep':
        connection.send(DEEP)
        break
      case 'oversized':
        connection.send(oversized(fault.bytes ?? OVERSIZED_BYTES))
        break
      case 'shutdown-notice':
        this.#targets.venue.announceShutdown(connection)
        connection.after(fault.leadMs ?? FAULT_DURATION_MS, () => connection.close(1000))
        break
    }
  }
}

type DoorFault = Extract<Fault, { readonly kind: 'refuse' | 'stall' | 'storm' | 'ban' | 'rest-down' | 'rest-html' }>
type SocketFault = Extract<
  Fault,
  {
    readonly kind:
      | 'drop'
      | 'close'
      | 'cut'
      | 'half-open'
      | 'slow-close'
      | 'malformed'
      | 'deep'
      | 'oversized'
      | 'shutdown-notice'
  }
>

const AT_THE_DOOR: ReadonlySet<string> = new Set<DoorFault['kind']>([
  'refuse',
  'stall',
  'storm',
  'ban',
  'rest-down',
  'rest-html',
])

const isAtTheDoor = (fault: Fault): fault is DoorFault => AT_THE_DOOR.has(fault.kind)

/** Valid JSON of exactly so many bytes. */
const oversized = (bytes: number): string => `{"padding":"${'x'.repeat(Math.max(0, bytes - '{"padding":""}'.length))}"}`
