import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aChannel, Names, parseChannel } from './names.ts'

const names = new Names({ keyPrefix: 'md:', partitions: 8, topology: { kind: 'standalone' } })

test('a name says what its channel is, whatever the symbol', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (symbol) => {
      const channel = aChannel('candle', 'kraken', symbol, '1m')
      expect(parseChannel(channel.name)).toEqual(channel)
      expect(channel.name).not.toMatch(/[{}*?[\]\\\s]/)
      expect(names.ofLive(names.live(3, channel.name))).toEqual({ partition: 3, name: channel.name })
    }),
  )
})

test.each([
  '',
  'trade',
  'trade:binance',
  'trade:nowhere:A',
  'candle:binance:A',
  'trade:binance:A:1m',
  'exchange:binance:A',
  'trade:binance:%',
])('%o is no channel', (name) => {
  expect(parseChannel(name)).toBeUndefined()
})

test.each(['', 'md:{9}:live:x', 'md:{x}:live:x', 'md:live:x', 'ws:{1}:hb', 'md:{1}:hb:more'])(
  '%o is none of ours',
  (name) => {
    expect(names.ofLive(name)).toBeUndefined()
    expect(names.ofBeat(name)).toBeUndefined()
  },
)

test('partitions are used evenly, and a market stays where it is', () => {
  const counts = new Array<number>(8).fill(0)
  for (let i = 0; i < 8_000; i++) {
    const partition = names.partitionOf({ exchange: 'binance', symbol: `S${i}/USDT` })
    counts[partition] = (counts[partition] ?? 0) + 1
  }
  expect(Math.min(...counts)).toBeGreaterThan(800)
  expect(names.partitionOf({ exchange: 'binance', symbol: 'BTC/USDT' })).toBe(
    names.partitionOf({ exchange: 'binance', symbol: 'BTC/USDT' }),
  )
  expect(names.ofBeat(names.beat(7))).toBe(7)
})

test('in a Cluster what is the same for all shares a slot', () => {
  const inCluster = new Names({ keyPrefix: 'ws:', partitions: 8, topology: { kind: 'cluster', nodes: [] } })
  expect([inCluster.meta, inCluster.lease('host'), inCluster.demands]).toEqual([
    'ws:{0}:meta',
    'ws:{0}:lease:host',
    'ws:{0}:exec:',
  ])
})
