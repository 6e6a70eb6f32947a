import type { Fault, SimulatedVenue } from '@md/exchange-simulator'

const ANYWHERE: readonly Fault[] = [
  { kind: 'drop' },
  { kind: 'gap', count: 2 },
  { kind: 'duplicate' },
  { kind: 'malformed' },
  { kind: 'truncated' },
  { kind: 'negative' },
  { kind: 'silence', durationMs: 2_000 },
  { kind: 'cut' },
]

const AT: Readonly<Record<SimulatedVenue, readonly Fault[]>> = {
  binance: [
    ...ANYWHERE,
    { kind: 'shutdown-notice', leadMs: 3_000 },
    { kind: 'rest-down', status: 503, durationMs: 1_000 },
  ],
  coinbase: [...ANYWHERE, { kind: 'crossed' }],
  kraken: [...ANYWHERE, { kind: 'checksum' }],
}

/** The next thing to go wrong: each kind in its turn, at each venue in its turn. */
export function faultNumber(i: number): { readonly exchange: SimulatedVenue; readonly fault: Fault } {
  const exchange = (['binance', 'coinbase', 'kraken'] as const)[i % 3] ?? 'binance'
  const faults = AT[exchange]
  return { exchange, fault: faults[Math.floor(i / 3) % faults.length] ?? { kind: 'drop' } }
}
