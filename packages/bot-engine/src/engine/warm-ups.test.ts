import { type Candle, type Logger, silentLogger } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { closes } from '../../test/strategy-candles.ts'
import { WarmUps } from './warm-ups.ts'

const WANTED = { exchange: 'binance', symbol: 'BTC/USDT', interval: '1m', count: 3 } as const

async function played(candles: () => Promise<readonly Candle[]>) {
  const logged: object[] = []
  const told: number[] = []
  const logger: Logger = { ...silentLogger, warn: (fields, message) => logged.push({ ...fields, message }) }
  const warmUps = new WarmUps({
    botId: 'a bot',
    clock: new ManualClock(),
    logger,
    post: (input) => input.type === 'warm-up' && told.push(input.candle.close),
    reference: { instruments: async () => [], candles },
  })
  return { cold: await warmUps.play([WANTED]), logged, told }
}

test('a history that is there leaves nothing cold', async () => {
  expect(await played(async () => closes([1, 2, 3, 4]))).toEqual({ cold: [], logged: [], told: [2, 3, 4] })
})

test('what cannot be had is told with its market and the reason, in the log and to who begins the bot', async () => {
  const { cold, logged } = await played(() => Promise.reject(new Error('GET /api/v3/klines: HTTP 400')))

  expect(cold).toEqual(['1m of BTC/USDT at binance: GET /api/v3/klines: HTTP 400'])
  const market = { botId: 'a bot', exchange: 'binance', symbol: 'BTC/USDT', interval: '1m' }
  expect(logged).toMatchObject([{ ...market, message: 'a bot starts cold: its history cannot be had' }])
})

test('an empty history is a cold start, a short one is not', async () => {
  expect((await played(async () => [])).cold).toEqual(['1m of BTC/USDT at binance: there are none'])
  expect(await played(async () => closes([1]))).toMatchObject({ cold: [], told: [1], logged: [{ wanted: 3, got: 1 }] })
})
