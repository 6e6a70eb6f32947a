import { Ladder } from './ladder.ts'
import { seededRandom } from './random.ts'
import type { Workload } from './workload.ts'

const FIRST_TRADE = 834_270_521
const FIRST_SEQUENCE = 106_614_625_991
const MID = 10_286_150
const DEPTH = 1_000

const price = (tick: number): string => (tick / 100).toFixed(2)
const amount = (lots: number): string => (lots / 1e8).toFixed(8)

/** `2026-07-07T22:58:17.050123Z`, a microsecond further each time. */
const time = (i: number): string =>
  `2026-07-07T22:${String(10 + (Math.floor(i / 6e7) % 50))}:17.${String(i % 1e6).padStart(6, '0')}Z`

export const coinbaseLevel2: Workload = {
  name: 'coinbase level2',
  exchange: 'coinbase',
  request: { channel: 'orderbook', symbol: 'BTC/USD' },
  frames: (count, seed) => {
    const ladder = new Ladder(seed, MID, DEPTH)
    const side = (which: 'bid' | 'ask') =>
      ladder
        .top(which, DEPTH)
        .map(([tick, lots]) => `["${price(tick)}","${amount(lots)}"]`)
        .join(',')
    const snapshot = `{"type":"snapshot","product_id":"BTC-USD","asks":[${side('ask')}],"bids":[${side('bid')}],"time":"${time(0)}"}`
    const updates = Array.from({ length: count - 1 }, (_, i) => {
      const changes = Array.from({ length: 2 }, () => ladder.change())
        .map(
          (change) => `["${change.side === 'bid' ? 'buy' : 'sell'}","${price(change.tick)}","${amount(change.lots)}"]`,
        )
        .join(',')
      return `{"type":"l2update","product_id":"BTC-USD","changes":[${changes}],"time":"${time(i + 1)}"}`
    })
    return [snapshot, ...updates]
  },
}

const ORDERS =
  '"maker_order_id":"8f2c7a34-3c1e-4b7e-9f7a-0d6b0a9d4c11","taker_order_id":"5b0d7f0e-9a2d-4f57-8a3f-6f1e2b7c9d20"'

export const coinbaseMatch: Workload = {
  name: 'coinbase match',
  exchange: 'coinbase',
  request: { channel: 'trades', symbol: 'BTC/USD' },
  frames: (count, seed) => {
    const random = seededRandom(seed)
    return Array.from({ length: count }, (_, i) => {
      const side = random() < 0.5 ? 'buy' : 'sell'
      const body = `"size":"${amount(1 + Math.floor(random() * 1e7))}","price":"${price(MID + Math.floor(random() * 100))}"`
      return `{"type":"match","trade_id":${FIRST_TRADE + i},${ORDERS},"side":"${side}",${body},"product_id":"BTC-USD","sequence":${FIRST_SEQUENCE + i * 7},"time":"${time(i)}"}`
    })
  },
}

export const coinbaseTicker: Workload = {
  name: 'coinbase ticker',
  exchange: 'coinbase',
  request: { channel: 'ticker', symbol: 'BTC/USD' },
  frames: (count, seed) => {
    const random = seededRandom(seed)
    return Array.from({ length: count }, (_, i) => {
      const last = MID + Math.floor(random() * 100)
      const day = `"open_24h":"104700.88","volume_24h":"11263.64960739","low_24h":"100345.73","high_24h":"105999.68","volume_30d":"211070.41456874"`
      const quote = `"best_bid":"${price(last - 1)}","best_bid_size":"0.05883958","best_ask":"${price(last)}","best_ask_size":"0.15161616"`
      const trade = `"side":"buy","time":"${time(i)}","trade_id":${FIRST_TRADE + i},"last_size":"${amount(1 + Math.floor(random() * 1e7))}"`
      return `{"type":"ticker","sequence":${FIRST_SEQUENCE + i},"product_id":"BTC-USD","price":"${price(last)}",${day},${quote},${trade}}`
    })
  },
}
