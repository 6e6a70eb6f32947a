import type { Clock } from '@md/types'
import { BINANCE } from './binance/definition.ts'
import { systemClock } from './clock.ts'
import { COINBASE } from './coinbase/definition.ts'
import { FaultDesk } from './faults/desk.ts'
import { Door } from './faults/door.ts'
import { FrameFaults } from './faults/frame-faults.ts'
import { GuestBook } from './guest-book.ts'
import { KRAKEN } from './kraken/definition.ts'
import { seededRandom } from './market/random.ts'
import { MarketPace } from './market-pace.ts'
import { Markets } from './markets.ts'
import type { SimulatorOptions } from './options.ts'
import { Playback } from './playback.ts'
import { type Recording, readRecording } from './recording.ts'
import { VenueServer } from './server/server.ts'
import type { SimulatedVenue, Venue, VenueDefinition } from './venue.ts'
import { Wire } from './wire.ts'

/** What tells the subscribers something new: the model, or a recording. */
interface Motion {
  /** Moves on by hand. */
  step(count: number): void
  start(): void
  stop(): void
}

/** The parts of one running exchange, joined. */
export interface Simulation {
  readonly clock: Clock
  readonly definition: VenueDefinition
  readonly markets: Markets
  readonly venue: Venue
  readonly guests: GuestBook
  readonly server: VenueServer
  readonly desk: FaultDesk
  readonly motion: Motion
  readonly heartbeatMs: number
}

const DEFINITIONS: Readonly<Record<SimulatedVenue, VenueDefinition>> = {
  binance: BINANCE,
  coinbase: COINBASE,
  kraken: KRAKEN,
}
const DEFAULT_RATE = 10
const DEFAULT_LEVELS = 500

export function assemble(options: SimulatorOptions): Simulation {
  const { clock = systemClock, credentials, exchange, levels = DEFAULT_LEVELS, rate = DEFAULT_RATE, seed = 1 } = options
  const definition = DEFINITIONS[exchange]
  const limits = { ...definition.limits, ...options.limits }
  const recording = options.recording === undefined ? undefined : readRecording(options.recording)
  const symbols = symbolsOf(definition, options.symbols, recording)
  const markets = new Markets(symbols, definition.listing, { clock, seed, levels })

  const door = new Door(definition.bans, clock)
  const frames = new FrameFaults(markets, definition.spoil, clock)
  const wire = new Wire(frames, { muted: recording !== undefined })
  const guests: GuestBook = new GuestBook({ clock, limits, definition, recording, venue: () => venue })
  const venue = definition.open({
    clock,
    limits,
    markets,
    wire,
    random: seededRandom(seed),
    manual: rate === 0,
    credentials,
    violation: (rule) => guests.violation(rule),
    interfere: () => desk.interfere(),
  })
  const server = new VenueServer({ clock, limits, door, guests })
  const desk: FaultDesk = new FaultDesk({ door, frames, venue, connections: () => server.connections })
  const motion = recording
    ? new Playback({
        recording,
        definition,
        venue,
        clock,
        rate: rate || DEFAULT_RATE,
        send: (frame) => wire.transmit(frame),
      })
    : new MarketPace({ clock, markets, venue, rate })
  return { clock, definition, markets, venue, guests, server, desk, motion, heartbeatMs: limits.heartbeatMs }
}

/** A recording brings its own symbols along. */
function symbolsOf(
  definition: VenueDefinition,
  asked: readonly string[] | undefined,
  recording: Recording | undefined,
): readonly string[] {
  const recorded = recording?.frames.map((frame) => definition.recordedSymbol(frame)) ?? []
  return [...new Set([...(asked ?? definition.symbols), ...recorded.filter((symbol) => symbol !== undefined)])]
}
