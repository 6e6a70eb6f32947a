import assert from 'node:assert/strict'
import type { AdapterOptions } from '../../options.ts'
import type { AdapterHarness, ExchangeOptions, VenueFacts } from './harness.ts'
import { Stage } from './stage.ts'
import { CountingClock, TestClock } from './test-clock.ts'
import { Told } from './told.ts'
import { until, within } from './until.ts'

/** One promise, and how it is put to the test. */
export interface Scenario {
  /** In the present tense. */
  readonly name: string
  /** Whether a venue's adapter can promise it. Default: all do. */
  readonly where?: (venue: VenueFacts) => boolean
  readonly exchange?: (venue: VenueFacts) => Pick<ExchangeOptions, 'levels' | 'limits'>
  /** Listed besides the venue's own. */
  readonly moreSymbols?: readonly string[]
  readonly adapter?: AdapterOptions
  /** How many seconds pass in one, for what takes long by nature. Default 1. */
  readonly pace?: number
  /** It measures time: to be run when nothing else in the process takes any. */
  readonly alone?: boolean
  /** Sockets that are dead and that the exchange takes for alive at the end. Default 0. */
  readonly halfOpen?: number
  readonly play: (stage: Stage) => Promise<void>
}

/** Short where waiting is part of a test, long where a busy machine must not fail it. In ms. */
const SHORT = {
  timeout: 5_000,
  pingInterval: 5_000,
  pongTimeout: 5_000,
  reconnection: { initialDelay: 20, maxDelay: 100 },
  rotation: { overlap: 100 },
  freshness: false,
} as const satisfies AdapterOptions

/** How long a disconnect may take, in ms. */
const DISCONNECT_WITHIN = 1_500

/** Sets the stage, plays, and clears everything away. */
export async function perform(scenario: Scenario, harness: AdapterHarness): Promise<void> {
  const clock = new TestClock(scenario.pace)
  const timers = new CountingClock(clock)
  const symbols = [...harness.symbols, ...(scenario.moreSymbols ?? [])]
  const exchange = await harness.start({ symbols, rate: 0, clock, ...scenario.exchange?.(harness) })
  const { url, restUrl } = exchange
  const adapter = harness.adapter({ ...SHORT, url, restUrl, clock: timers, ...scenario.adapter })
  const stage = new Stage({ exchange, adapter, told: new Told(adapter, clock, symbols), clock }, harness)
  try {
    await scenario.play(stage)
    await leavesNothingBehind(stage, timers, scenario.halfOpen ?? 0)
  } finally {
    await adapter.disconnect()
    await exchange.close()
  }
}

/** The promise behind every other one. */
async function leavesNothingBehind({ adapter, exchange, told }: Stage, timers: CountingClock, halfOpen: number) {
  await within(DISCONNECT_WITHIN, 'disconnect() resolves', adapter.disconnect())
  const { count } = told
  assert.equal(adapter.state, 'DISCONNECTED')
  await until(
    () => `no timer is left, ${timers.planned} are`,
    () => timers.planned === 0,
    { within: DISCONNECT_WITHIN },
  )
  await until(
    () => `no socket is left, ${exchange.connections} are`,
    () => exchange.connections === halfOpen,
  )
  assert.equal(told.count, count, 'nothing is told after disconnect()')
  const { events, connections, subscriptions } = adapter.getMetrics()
  assert.deepEqual({ events, connections, subscriptions }, { events: count, connections: 0, subscriptions: 0 })
  assert.deepEqual(told.broken, [])
  assert.deepEqual(exchange.violations, [])
  assert.deepEqual(told.errorsOf('UNEXPECTED'), [])
}
