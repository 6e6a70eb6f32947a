import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LevelLog } from './level-log.ts'
import type { Workload } from './workload.ts'

const BINANCE = 'binance/flashbook-2026-07-07-spot-trade-depth100ms-eth.ndjson'
const COINBASE = 'coinbase/flashbook-2026-07-07-exchange-l2batch-matches-heartbeat-eth.ndjson'
const KRAKEN = 'kraken/flashbook-2026-07-07-v2-book10-trade-eth.ndjson'

/** Prices that no recorded level passes: a book that is joined in the middle is known between them. */
const FAR = { bids: [['1.00000000', '1.00000000']], asks: [['100000.00000000', '1.00000000']] }

/** Traffic as venues sent it, played over and over where the protocol lets that pass for one stream. */
export function recordedWorkloads(folder: string): readonly Workload[] {
  const lines = (file: string, mark: string): string[] =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .filter((line) => line.includes(mark))
  const all: readonly (readonly [file: string, workload: Workload])[] = [
    [BINANCE, binanceTrade(() => lines(BINANCE, '@trade"'))],
    [BINANCE, binanceDepth(() => lines(BINANCE, '@depth'))],
    [COINBASE, coinbaseLevel2((mark) => lines(COINBASE, mark))],
    [KRAKEN, krakenBook(() => lines(KRAKEN, '"channel":"book","type"'))],
  ]
  return all.filter(([file]) => existsSync(join(folder, file))).map(([, workload]) => workload)
}

/** Ids go on where the last pass ended. */
const binanceTrade = (recorded: () => string[]): Workload => ({
  name: 'recorded binance trade',
  exchange: 'binance',
  request: { channel: 'trades', symbol: 'ETH/USDT' },
  frames: (count) => {
    const pass = recorded()
    const first = Number(/"t":(\d+)/.exec(pass[0] ?? '')?.[1])
    return Array.from({ length: count }, (_, i) => (pass[i % pass.length] ?? '').replace(/"t":\d+/, `"t":${first + i}`))
  },
})

interface Depth {
  readonly data: {
    readonly U: number
    readonly u: number
    readonly b: readonly [string, string][]
    readonly a: readonly [string, string][]
  }
}

const FIRST_UPDATE = 78_000_000_000

/** After each pass one update takes everything back that it changed; the numbers go on. */
const binanceDepth = (recorded: () => string[]): Workload => ({
  name: 'recorded binance depth',
  exchange: 'binance',
  request: { channel: 'orderbook', symbol: 'ETH/USDT' },
  frames: (count) => {
    const pass = recorded()
    const log = new LevelLog()
    for (const line of pass) {
      const { a, b } = (JSON.parse(line) as Depth).data
      log.add('bid', b)
      log.add('ask', a)
    }
    const undo = { e: 'depthUpdate', E: 1, s: 'ETHUSDT', U: 1, u: 1, b: log.back('bid'), a: log.back('ask') }
    const loop = [...pass, JSON.stringify({ stream: 'ethusdt@depth@100ms', data: undo })]
    return Array.from({ length: count }, (_, i) => {
      const update = FIRST_UPDATE + i
      return (loop[i % loop.length] ?? '').replace(/"U":\d+,"u":\d+/, `"U":${update},"u":${update}`)
    })
  },
  restSnapshot: () => JSON.stringify({ lastUpdateId: FIRST_UPDATE - 1, ...FAR }),
})

interface Level2 {
  readonly bids: readonly [string, string][]
  readonly asks: readonly [string, string][]
  readonly changes: readonly (readonly ['buy' | 'sell', string, string])[]
}

/** One snapshot; after each pass one update takes the book back to it. */
const coinbaseLevel2 = (recorded: (mark: string) => string[]): Workload => ({
  name: 'recorded coinbase level2',
  exchange: 'coinbase',
  request: { channel: 'orderbook', symbol: 'ETH/USD' },
  frames: (count) => {
    const snapshot = recorded('"type":"snapshot"')[0] ?? ''
    const pass = recorded('"type":"l2update"')
    const { asks, bids } = JSON.parse(snapshot) as Level2
    const log = new LevelLog({ bids, asks })
    for (const line of pass) {
      for (const [side, price, amount] of (JSON.parse(line) as Level2).changes) {
        log.add(side === 'buy' ? 'bid' : 'ask', [[price, amount]])
      }
    }
    const changes = [
      ...log.back('bid').map((level) => ['buy', ...level]),
      ...log.back('ask').map((level) => ['sell', ...level]),
    ]
    const time = '2026-07-07T22:59:16.999999Z'
    const loop = [...pass, JSON.stringify({ type: 'l2update', product_id: 'ETH-USD', changes, time })]
    return [snapshot, ...Array.from({ length: count - 1 }, (_, i) => loop[i % loop.length] ?? '')]
  },
})

/** Ten levels a side: the snapshot is said again at the beginning of each pass. */
const krakenBook = (recorded: () => string[]): Workload => ({
  name: 'recorded kraken book',
  exchange: 'kraken',
  request: { channel: 'orderbook', symbol: 'ETH/USD', depth: 10 },
  frames: (count) => {
    const pass = recorded()
    return Array.from({ length: count }, (_, i) => pass[i % pass.length] ?? '')
  },
})
