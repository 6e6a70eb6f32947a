import assert from 'node:assert/strict'
import type { InjectedFault } from './harness.ts'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

const TEN_MEGABYTES = 10_000_000

/** Counted by kind and skipped; the feed goes on, on the same socket, and what may have been lost is made good. */
function survives(kinds: readonly string[], ...faults: readonly InjectedFault[]): Scenario['play'] {
  return async (stage) => {
    const { adapter, exchange, venue } = stage
    const [one, other] = venue.symbols
    const requests = [one, other].flatMap((symbol) => [
      { channel: 'trades', symbol } as const,
      { channel: 'orderbook', symbol } as const,
    ])
    await stage.begin({ channel: 'ticker', symbol: one }, ...requests)
    await stage.moreTrades(one, 2)
    await stage.moreTrades(other, 2)

    for (const [i, fault] of faults.entries()) {
      exchange.inject({ ...fault, ...(fault.channel === undefined ? {} : { symbol: one }) })
      await stage.until(
        () => `${i + 1} frames were skipped: ${JSON.stringify(adapter.getMetrics().skipped)}`,
        () => skipped(stage, kinds) > i,
      )
      await stage.moreTrades(one, 2)
    }

    assert.equal(skipped(stage, kinds), faults.length)
    assert.equal(total(adapter.getMetrics().skipped), faults.length)
    for (const symbol of [one, other]) await stage.isTrue(symbol)
    assert.deepEqual(stage.told.storyOf(other), ['live'])
    assert.equal(exchange.accepted, 1)
  }
}

const skipped = ({ adapter }: Stage, kinds: readonly string[]): number =>
  kinds.reduce((sum, kind) => sum + (adapter.getMetrics().skipped[kind] ?? 0), 0)

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

export const badFrames: readonly Scenario[] = [
  { name: 'skips a frame that is not JSON', play: survives(['not-json'], { kind: 'malformed' }) },
  {
    name: 'skips a truncated frame, and makes good what was in it',
    play: survives(
      ['not-json'],
      { kind: 'truncated', channel: 'ticker' },
      { kind: 'truncated', channel: 'trades' },
      { kind: 'truncated', channel: 'orderbook' },
    ),
  },
  { name: 'skips a frame of 100,000 nested arrays', play: survives(['shape', 'not-json'], { kind: 'deep' }) },
  { name: 'skips a frame of 10 MB', play: survives(['oversized'], { kind: 'oversized', bytes: TEN_MEGABYTES }) },
  {
    name: 'skips a negative price',
    play: survives(
      ['number'],
      { kind: 'negative', channel: 'ticker' },
      { kind: 'negative', channel: 'trades' },
      { kind: 'negative', channel: 'orderbook' },
    ),
  },
  {
    name: 'skips a price that is not a number',
    play: survives(
      ['number', 'shape'],
      { kind: 'nan', channel: 'ticker' },
      { kind: 'nan', channel: 'trades' },
      { kind: 'nan', channel: 'orderbook' },
    ),
  },
  {
    name: 'skips what nobody asked for',
    play: survives(
      ['unrequested'],
      { kind: 'foreign', channel: 'ticker' },
      { kind: 'foreign', channel: 'trades' },
      { kind: 'foreign', channel: 'orderbook' },
    ),
  },
]
