import { crc32 } from 'node:zlib'
import { Ladder } from './ladder.ts'
import { seededRandom } from './random.ts'
import type { Workload } from './workload.ts'

const FIRST_TRADE = 105_702_534
const MID = 788_715
const DEPTH = 10

const price = (tick: number): string => (tick / 10).toFixed(1)
const amount = (lots: number): string => (lots / 1e8).toFixed(8)
const time = (i: number): string =>
  `2026-08-24T22:21:${String(10 + (Math.floor(i / 1e6) % 50))}.${String(i % 1e6).padStart(6, '0')}Z`

/** Kraken's text of a number for the checksum: no dot, no leading zeros. */
const digits = (text: string): string => text.replace('.', '').replace(/^0+/, '')

function checksum(ladder: Ladder): number {
  const side = (which: 'bid' | 'ask') =>
    ladder.top(which, DEPTH).map(([tick, lots]) => digits(price(tick)) + digits(amount(lots)))
  return crc32([...side('ask'), ...side('bid')].join(''))
}

const level = (tick: number, lots: number): string => `{"price":${price(tick)},"qty":${amount(lots)}}`

export const krakenBook: Workload = {
  name: 'kraken book',
  exchange: 'kraken',
  request: { channel: 'orderbook', symbol: 'BTC/USD', depth: DEPTH },
  frames: (count, seed) => {
    const ladder = new Ladder(seed, MID, DEPTH)
    const side = (which: 'bid' | 'ask') =>
      ladder
        .top(which, DEPTH)
        .map(([tick, lots]) => level(tick, lots))
        .join(',')
    const frame = (type: string, bids: string, asks: string, i: number) =>
      `{"channel":"book","type":"${type}","data":[{"symbol":"BTC/USD","bids":[${bids}],"asks":[${asks}],"checksum":${checksum(ladder)},"timestamp":"${time(i)}"}]}`
    const snapshot = frame('snapshot', side('bid'), side('ask'), 0)
    const updates = Array.from({ length: count - 1 }, (_, i) => {
      const change = ladder.change()
      const text = level(change.tick, change.lots)
      return change.side === 'bid' ? frame('update', text, '', i + 1) : frame('update', '', text, i + 1)
    })
    return [snapshot, ...updates]
  },
}

export const krakenTrade: Workload = {
  name: 'kraken trade',
  exchange: 'kraken',
  request: { channel: 'trades', symbol: 'BTC/USD' },
  frames: (count, seed) => {
    const random = seededRandom(seed)
    return Array.from({ length: count }, (_, i) => {
      const side = random() < 0.5 ? 'buy' : 'sell'
      const body = `"price":${price(MID + Math.floor(random() * 50))},"qty":${amount(1 + Math.floor(random() * 1e7))}`
      return `{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"${side}",${body},"ord_type":"limit","trade_id":${FIRST_TRADE + i},"timestamp":"${time(i)}"}]}`
    })
  },
}
