import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { WORKLOADS, workloadNamed } from './all.ts'

const COUNT = 500
const framesOf = <T>(name: string, count = COUNT): T[] =>
  workloadNamed(name)
    .frames(count, 1)
    .map((frame) => JSON.parse(frame) as T)

test.each(WORKLOADS)('$name: as many frames as asked, JSON, the same for the same seed', (workload) => {
  const frames = workload.frames(50, 7)

  expect(frames).toHaveLength(50)
  for (const frame of frames) expect(() => JSON.parse(frame)).not.toThrow()
  expect(workload.frames(50, 7)).toEqual(frames)
  expect(workload.frames(50, 8)).not.toEqual(frames)
})

interface BinanceTrade {
  readonly data: { readonly t: number }
}

test('Binance trade ids are contiguous', () => {
  const ids = framesOf<BinanceTrade>('binance trade').map(({ data }) => data.t)

  expect(ids).toEqual(ids.map((_, i) => (ids[0] ?? 0) + i))
})

test('Coinbase trade ids are contiguous', () => {
  const ids = framesOf<{ trade_id: number }>('coinbase match').map(({ trade_id }) => trade_id)

  expect(ids).toEqual(ids.map((_, i) => (ids[0] ?? 0) + i))
})

test('Kraken trade ids are contiguous', () => {
  const ids = framesOf<{ data: { trade_id: number }[] }>('kraken trade').map(({ data }) => data[0]?.trade_id ?? 0)

  expect(ids).toEqual(ids.map((_, i) => (ids[0] ?? 0) + i))
})

interface BinanceDepth {
  readonly data: { readonly U: number; readonly u: number }
}

test.each(['binance depth quiet', 'binance depth busy'])('%s: a chain that continues its snapshot', (name) => {
  const { restSnapshot, stale } = workloadNamed(name)
  const { lastUpdateId } = JSON.parse(restSnapshot?.(1) ?? '') as { lastUpdateId: number }
  let last = lastUpdateId

  for (const { data } of framesOf<BinanceDepth>(name)) {
    expect(data.U).toBe(last + 1)
    last = data.u
  }
  expect((JSON.parse(stale ?? '') as BinanceDepth).data.u).toBeLessThan(lastUpdateId)
})

interface CoinbaseLevel2 {
  readonly bids: readonly [string, string][]
  readonly asks: readonly [string, string][]
  readonly changes: readonly [string, string, string][]
}

test('the Coinbase book never crosses', () => {
  const [snapshot, ...updates] = framesOf<CoinbaseLevel2>('coinbase level2')
  const bids = new Map(snapshot?.bids)
  const asks = new Map(snapshot?.asks)

  for (const { changes } of updates) {
    for (const [side, price, amount] of changes) {
      const levels = side === 'buy' ? bids : asks
      if (Number(amount) === 0) levels.delete(price)
      else levels.set(price, amount)
    }
    expect(Math.max(...[...bids.keys()].map(Number))).toBeLessThan(Math.min(...[...asks.keys()].map(Number)))
  }
})

/** Numbers as written: that is what Kraken's checksum is made of. */
const krakenLevels = (text: string): [string, string][] =>
  [...text.matchAll(/"price":([\d.]+),"qty":([\d.]+)/g)].map(([, price = '', amount = '']) => [price, amount])

const digits = (text: string): string => text.replace('.', '').replace(/^0+/, '')

function apply(side: Map<string, string>, text: string): void {
  for (const [price, amount] of krakenLevels(text)) {
    if (Number(amount) === 0) side.delete(price)
    else side.set(price, amount)
  }
}

/** Text of the ten best levels; what is beyond them is forgotten. */
function best(side: Map<string, string>, sign: number): string {
  const sorted = [...side].sort(([a], [b]) => sign * (Number(a) - Number(b)))
  for (const [price] of sorted.slice(10)) side.delete(price)
  return sorted
    .slice(0, 10)
    .map(([price, amount]) => digits(price) + digits(amount))
    .join('')
}

test('Kraken checksums verify on the ten best levels as written', () => {
  const bids = new Map<string, string>()
  const asks = new Map<string, string>()

  for (const frame of workloadNamed('kraken book').frames(COUNT, 1)) {
    const found = /"bids":\[(.*?)\],"asks":\[(.*?)\],"checksum":(\d+)/.exec(frame)
    apply(bids, found?.[1] ?? '')
    apply(asks, found?.[2] ?? '')

    expect(crc32(best(asks, 1) + best(bids, -1))).toBe(Number(found?.[3]))
  }
})

test('names the workloads there are', () => {
  expect(() => workloadNamed('binance candles')).toThrow('there are binance trade, binance miniTicker')
})
