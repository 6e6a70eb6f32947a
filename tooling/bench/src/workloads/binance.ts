import { Ladder } from './ladder.ts'
import { seededRandom } from './random.ts'
import type { Workload } from './workload.ts'

const STARTED = 1_789_722_600_000
const FIRST_TRADE = 1_587_720_407
const FIRST_UPDATE = 91_000_000_000
const MID = 7_551_700

const price = (tick: number): string => `${(tick / 100).toFixed(2)}000000`
const amount = (lots: number): string => (lots / 1e8).toFixed(8)
const wrapped = (stream: string, data: string): string => `{"stream":"btcusdt@${stream}","data":${data}}`

export const binanceTrade: Workload = {
  name: 'binance trade',
  exchange: 'binance',
  request: { channel: 'trades', symbol: 'BTC/USDT' },
  frames: (count, seed) => {
    const random = seededRandom(seed)
    return Array.from({ length: count }, (_, i) => {
      const time = STARTED + i
      const side = random() < 0.5
      const body = `"p":"${price(MID + Math.floor(random() * 100))}","q":"${amount(1 + Math.floor(random() * 1e7))}"`
      return wrapped(
        'trade',
        `{"e":"trade","E":${time},"s":"BTCUSDT","t":${FIRST_TRADE + i},${body},"T":${time},"m":${side},"M":true}`,
      )
    })
  },
}

export const binanceMiniTicker: Workload = {
  name: 'binance miniTicker',
  exchange: 'binance',
  request: { channel: 'ticker', symbol: 'BTC/USDT' },
  frames: (count, seed) => {
    const random = seededRandom(seed)
    return Array.from({ length: count }, (_, i) => {
      const last = MID + Math.floor(random() * 100)
      const stats = `"c":"${price(last)}","o":"${price(MID - 900)}","h":"${price(MID + 2_000)}","l":"${price(MID - 2_500)}"`
      const volumes = `"v":"24032.63625000","q":"2472261593.19821790"`
      return wrapped('miniTicker', `{"e":"24hrMiniTicker","E":${STARTED + i},"s":"BTCUSDT",${stats},${volumes}}`)
    })
  },
}

/** `levels` changes a diff, on a book of `depth` levels a side. */
function depthWorkload(name: string, levels: number, depth: number, weight = 1): Workload {
  return {
    name,
    exchange: 'binance',
    request: { channel: 'orderbook', symbol: 'BTC/USDT' },
    weight,
    frames: (count, seed) => {
      const ladder = new Ladder(seed, MID, depth)
      let update = FIRST_UPDATE
      return Array.from({ length: count }, (_, i) => {
        const changes = Array.from({ length: levels }, () => ladder.change())
        const side = (which: 'bid' | 'ask') =>
          changes
            .filter((change) => change.side === which)
            .map(({ lots, tick }) => `["${price(tick)}","${amount(lots)}"]`)
            .join(',')
        const first = update + 1
        update += levels
        const head = `{"e":"depthUpdate","E":${STARTED + i * 100},"s":"BTCUSDT","U":${first},"u":${update}`
        return wrapped('depth@100ms', `${head},"b":[${side('bid')}],"a":[${side('ask')}]}`)
      })
    },
    restSnapshot: (seed) => {
      const ladder = new Ladder(seed, MID, depth)
      const side = (which: 'bid' | 'ask') =>
        ladder
          .top(which, depth)
          .map(([tick, lots]) => `["${price(tick)}","${amount(lots)}"]`)
          .join(',')
      return `{"lastUpdateId":${FIRST_UPDATE},"bids":[${side('bid')}],"asks":[${side('ask')}]}`
    },
    stale: wrapped(
      'depth@100ms',
      `{"e":"depthUpdate","E":${STARTED - 100},"s":"BTCUSDT","U":${FIRST_UPDATE - 9},"u":${FIRST_UPDATE - 1},"b":[],"a":[]}`,
    ),
  }
}

export const binanceDepthQuiet = depthWorkload('binance depth quiet', 3, 100)
export const binanceDepthBusy = depthWorkload('binance depth busy', 35, 1_000, 5)
