import { expect, test } from 'vitest'
import { STRATEGIES } from '../../test/strategies.ts'
import { readBots } from '../read-bots.ts'
import { marketsNamed } from './spellings.ts'

const FILE = `
bots:
  - id: a
    strategy: steps
    exchange: kraken
    symbol: XBT/USD
    params: { lower: 1, upper: 2 }
  - id: b
    strategy: steps
    params: { exchange: coinbase, symbol: BTC-USD, lower: 1, upper: 2 }
  - id: c
    strategy: steps
    exchange: binance
    params: { symbol: BTCUSDT, lower: 1, upper: 2 }
`

const NAMED = [
  { exchange: 'kraken', symbol: 'XBT/USD' },
  { exchange: 'coinbase', symbol: 'BTC-USD' },
  { exchange: 'binance', symbol: 'BTCUSDT' },
] as const

test('every market that a file names is found, wherever it stands; in what is no file there is none', () => {
  expect(marketsNamed(FILE)).toEqual(NAMED)
  expect(marketsNamed('bots: [')).toEqual([])
  expect(marketsNamed('bots: [{ symbol: BTC-USD }, { exchange: ftx, symbol: A }, 3]')).toEqual([])
})

test("an exchange's own spelling becomes the unified symbol, of that exchange alone", () => {
  const spellings = NAMED.map((market, index) => ({ ...market, unified: index === 2 ? 'BTC/USDT' : 'BTC/USD' }))
  const { bots } = readBots(FILE, { file: 'bots.yaml', strategies: STRATEGIES, spellings })
  expect(bots.map(({ subscriptions }) => subscriptions[0])).toMatchObject([
    { exchange: 'kraken', symbol: 'BTC/USD' },
    { exchange: 'coinbase', symbol: 'BTC/USD' },
    { exchange: 'binance', symbol: 'BTC/USDT' },
  ])
  const others = spellings.map((one) => ({ ...one, exchange: 'bybit' as const }))
  const untouched = readBots(FILE, { file: 'bots.yaml', strategies: STRATEGIES, spellings: others })
  expect(untouched.bots[0]?.subscriptions[0]?.symbol).toBe('XBT/USD')
})
