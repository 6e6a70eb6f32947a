import {
  type Clock,
  type Decimal,
  type ExchangeId,
  type Instrument,
  type Interval,
  InvalidInputError,
  type Logger,
  type MarketFeed,
  silentLogger,
} from '@md/types'
import { type Exact, exact } from '../decimal/exact.ts'
import { EVIDENCE, type EvidenceKind } from './evidence.ts'
import type { PaperFaults } from './faults.ts'
import type { PaperFees } from './fees.ts'
import type { PaperLatency } from './link.ts'
import { UNLIMITED } from './liquidity.ts'
import type { QueueModel } from './queue.ts'
import type { PaperSnapshot } from './snapshot.ts'

export interface PaperVenueOptions {
  readonly exchange: ExchangeId
  /** Prices come from here alone. Its `receivedAt` and `clock` have to be the same time. */
  readonly feed: MarketFeed
  readonly instruments: readonly Instrument[]
  /** What there is at first, by asset. */
  readonly balances: Readonly<Record<string, Decimal | number>>
  readonly clock: Clock
  /** Of the jitter. Anything from 0 to less than 1. */
  readonly random: () => number
  /** Default 0.1 % for both, from what is received. */
  readonly fees?: PaperFees
  /** Default 0: a request is answered, and has its effects, before `place` returns. */
  readonly latency?: Partial<PaperLatency>
  /** Default `'proportional'`. */
  readonly queue?: QueueModel
  /** What fills may be derived from. Default all three, the best that a market has. */
  readonly evidence?: readonly EvidenceKind[]
  /** Base currency at the best bid and ask of a ticker. Default unlimited. */
  readonly quoteDepth?: Decimal | number
  /** Fraction by which a taker deals worse than the last price, where that is all there is. Default 0.0005. */
  readonly slippage?: number
  /** Of the candles that are subscribed to for evidence. Default `'1m'`. */
  readonly candleInterval?: Interval
  /** Symbols subscribed to on `connect`; others are when their first order comes. Best before bots subscribe. */
  readonly markets?: readonly string[]
  /** How long an outcome may stay unknown, ms. Default 10,000; never less than a request may take. */
  readonly settleMs?: number
  /** Base that is not there may be sold. Default false. */
  readonly allowShort?: boolean
  readonly logger?: Logger
  /** For tests: what goes wrong. */
  readonly faults?: PaperFaults
  /** An account as `snapshot()` told it; `balances` are not looked at then. */
  readonly restore?: PaperSnapshot
}

/** The options with their defaults. */
export interface PaperSettings extends Omit<Required<PaperVenueOptions>, 'restore' | 'quoteDepth' | 'latency'> {
  readonly latency: PaperLatency
  readonly quoteDepth: Exact
  readonly restore: PaperSnapshot | undefined
}

const SETTLE_MS = 10_000

/** @throws InvalidInputError */
export function settingsOf(options: PaperVenueOptions): PaperSettings {
  const {
    fees = { maker: 0.001, taker: 0.001, asset: 'received' },
    slippage = 0.0005,
    settleMs = SETTLE_MS,
    evidence = EVIDENCE,
  } = options
  const latency = { orderMs: 0, cancelMs: 0, jitterMs: 0, ...options.latency }
  for (const [name, value] of Object.entries(latency)) check(`${name} of the paper latency`, value, 0, Number.MAX_VALUE)
  check('maker fee', fees.maker, -0.1, 0.1)
  check('taker fee', fees.taker, -0.1, 0.1)
  check('slippage', slippage, 0, 0.5)
  check('settleMs', settleMs, 0, Number.MAX_VALUE)
  if (evidence.length === 0) throw new InvalidInputError('evidence', evidence, `at least one of ${EVIDENCE.join(', ')}`)

  return {
    ...options,
    fees,
    slippage,
    latency,
    evidence: EVIDENCE.filter((kind) => evidence.includes(kind)),
    settleMs: Math.max(settleMs, 2 * (Math.max(latency.orderMs, latency.cancelMs) + latency.jitterMs)),
    queue: options.queue ?? 'proportional',
    quoteDepth: depthOf(options.quoteDepth),
    candleInterval: options.candleInterval ?? '1m',
    markets: options.markets ?? [],
    allowShort: options.allowShort ?? false,
    logger: options.logger ?? silentLogger,
    faults: options.faults ?? (() => undefined),
    restore: options.restore,
  }
}

function depthOf(depth: Decimal | number | undefined): Exact {
  if (depth === undefined) return UNLIMITED
  check('quoteDepth', Number(depth), Number.MIN_VALUE, Number.MAX_VALUE)
  return exact(depth)
}

function check(what: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return
  const limit = most === Number.MAX_VALUE ? '' : ` and at most ${most}`
  throw new InvalidInputError(what, value, `use a number of at least ${least}${limit}`)
}
