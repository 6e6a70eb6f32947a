import type { Fault } from './faults/fault.ts'
import type { ReceivedFrame } from './guest-book.ts'
import type { SimulatorOptions } from './options.ts'
import { assemble, type Simulation } from './simulation.ts'
import { type Truth, truthOf } from './truth.ts'
import { SIMULATED_VENUES } from './venue.ts'

/** One exchange on loopback. */
export interface ExchangeSimulator {
  /** The WebSocket URL exactly as a client dials it. */
  readonly url: string
  readonly restUrl: string
  /** Moves every open market on, and tells the subscribers at once. A market opens when somebody first asks for it. */
  step(count?: number): void
  inject(fault: Fault): void
  /** Open client sockets. */
  readonly connections: number
  /** Handshakes accepted since the start. */
  readonly accepted: number
  /** The last 10,000 frames of clients. */
  readonly received: readonly ReceivedFrame[]
  /** Rules of the venue that clients broke; each was answered as the venue answers it. */
  readonly violations: readonly string[]
  truth(symbol: string): Truth
  /** Leaves no handle open. */
  close(): Promise<void>
}

/** Plays one exchange on 127.0.0.1 until it is closed. */
export async function startExchange(options: SimulatorOptions): Promise<ExchangeSimulator> {
  check(options)
  const simulation = assemble(options)
  const port = await simulation.server.listen(options.port ?? 0)
  if (options.rate !== 0) simulation.motion.start()
  return new RunningExchange(simulation, port)
}

function check({ exchange, rate }: SimulatorOptions): void {
  if (!SIMULATED_VENUES.includes(exchange)) {
    throw new RangeError(`"${String(exchange)}" is not simulated; these are: ${SIMULATED_VENUES.join(', ')}`)
  }
  if (rate !== undefined && !(rate >= 0 && Number.isFinite(rate))) {
    throw new RangeError(`"${rate}" is no rate: steps per second and symbol, 0 to step by hand`)
  }
}

class RunningExchange implements ExchangeSimulator {
  readonly #simulation: Simulation
  readonly #port: number
  #stopBeat = (): void => {}

  constructor(simulation: Simulation, port: number) {
    this.#simulation = simulation
    this.#port = port
    this.#beat()
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}${this.#simulation.definition.path}`
  }

  get restUrl(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get connections(): number {
    return this.#simulation.server.connections.size
  }

  get accepted(): number {
    return this.#simulation.server.accepted
  }

  get received(): readonly ReceivedFrame[] {
    return this.#simulation.guests.received
  }

  get violations(): readonly string[] {
    return this.#simulation.guests.violations
  }

  step(count = 1): void {
    this.#simulation.motion.step(count)
  }

  inject(fault: Fault): void {
    this.#simulation.desk.inject(fault)
  }

  truth(symbol: string): Truth {
    const { markets } = this.#simulation
    const market = markets.bySymbol(symbol)
    if (market) return truthOf(market)
    const listed = Array.from(markets.instruments, (instrument) => instrument.symbol)
    throw new RangeError(`"${symbol}" is not listed; these are: ${listed.slice(0, 20).join(', ')}`)
  }

  async close(): Promise<void> {
    this.#simulation.motion.stop()
    this.#stopBeat()
    await this.#simulation.server.close()
  }

  #beat(): void {
    const { clock, heartbeatMs, venue } = this.#simulation
    this.#stopBeat = clock.after(heartbeatMs, () => {
      venue.beat?.()
      this.#beat()
    })
  }
}
