import fc from 'fast-check'
import type { Intent } from '../../src/strategy/intent.ts'
import { BOTS, EXCHANGES, type Happening } from './happening.ts'
import { LOWEST } from './promises.ts'

const because = 'the script says so'

const amounts = fc.integer({ min: 1, max: 600 }).map((hundredths) => String(hundredths / 100))
const limitPrices = fc.integer({ min: LOWEST * 10, max: 1100 }).map((tenths) => tenths / 10)
const refs = fc.constantFrom('a', 'b', 'c', 'd', 'big')
const sides = fc.constantFrom('buy' as const, 'sell' as const)
const exchanges = fc.constantFrom(...EXCHANGES)
const markets = exchanges.map((exchange) => ({ exchange, symbol: 'BTC/USDT' }) as const)

const intents: fc.Arbitrary<Intent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      ref: refs,
      market: markets,
      side: sides,
      type: fc.constant('market' as const),
      amount: amounts,
      because: fc.constant(because),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      ref: refs,
      market: markets,
      side: sides,
      type: fc.constant('limit' as const),
      amount: amounts,
      price: limitPrices,
      reduceOnly: fc.boolean(),
      because: fc.constant(because),
    }),
  },
  fc.record({ kind: fc.constant('cancel' as const), ref: refs, because: fc.constant(because) }),
  fc.record({
    kind: fc.constant('replace' as const),
    ref: refs,
    amount: amounts,
    price: limitPrices,
    because: fc.constant(because),
  }),
  fc.record({ kind: fc.constant('close' as const), market: markets, because: fc.constant(because) }),
  fc.record({
    kind: fc.constant('protect' as const),
    market: markets,
    barriers: fc.constant({ stopLoss: 0.01, trailing: { activation: 0.005, distance: 0.005 } }),
  }),
  fc.record({
    kind: fc.constant('execute' as const),
    ref: refs,
    market: markets,
    algorithm: fc.constant('twap' as const),
    side: sides,
    amount: amounts,
    overMs: fc.integer({ min: 0, max: 5_000 }),
    slices: fc.integer({ min: 1, max: 4 }),
    because: fc.constant(because),
  }),
  fc.record({
    kind: fc.constant('timer' as const),
    name: fc.constant('look'),
    afterMs: fc.integer({ min: 0, max: 3_000 }),
  }),
)

const wants = fc.array(intents, { maxLength: 4 })
const scopes = fc.constantFrom('process' as const, 'account' as const, ...BOTS)
const faults = fc.constantFrom('reject' as const, 'lost-request' as const, 'lost-ack' as const, undefined)

const rarely: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ kind: fc.constant('clock' as const), offset: fc.constantFrom(0, -20_000, 5_000, 3_600_000) }),
  fc.record({
    kind: fc.constant('command' as const),
    bot: fc.constantFrom(...BOTS),
    command: fc.constantFrom('pause' as const, 'resume' as const, 'flatten' as const),
  }),
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('halt' as const, 'rearm' as const, 'rearm' as const), scope: scopes }),
  },
  fc.record({
    kind: fc.constant('feed' as const),
    exchange: exchanges,
    is: fc.constantFrom('cut' as const, 'mended' as const, 'mended' as const, 'in doubt' as const),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('venue' as const),
      exchange: exchanges,
      is: fc.constantFrom('away' as const, 'deaf' as const, 'back' as const, 'back' as const),
    }),
  },
  fc.record({
    kind: fc.constant('store' as const),
    is: fc.constantFrom('well' as const, 'well' as const, 'slow' as const, 'slow' as const, 'fails' as const),
  }),
  fc.record({ kind: fc.constant('lease-lost' as const), bot: fc.constantFrom(...BOTS) }),
  fc.record({ kind: fc.constant('crash' as const), kept: fc.nat({ max: 3 }) }),
)

/** What may happen, a price more often than anything else. */
export const happenings: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant('price' as const),
      exchange: exchanges,
      last: fc.integer({ min: 950, max: 1050 }).map((tenths) => tenths / 10),
      wants: fc.record({ one: wants, two: wants }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(10, 50, 600, 6_000) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('faults' as const),
      exchange: exchanges,
      next: fc.array(faults, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 10, arbitrary: rarely },
)
