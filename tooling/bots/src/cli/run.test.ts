import { startHttp } from '@md/service'
import { IDLE_VIEWS } from '@md/service/testing'
import { silentLogger } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { aBotReport } from '../../test/bot-report.ts'
import type { Commanded } from '../commands/commanded.ts'
import { controlsOf } from '../commands/controls.ts'
import { ExecutorError } from './ask.ts'
import { readRequest } from './options.ts'
import { runRequest } from './run.ts'

const TOKEN = 'correct-horse-battery'

const MARKET = { exchange: 'kraken', symbol: 'BTC/USD' } as const

const REFUSED = aBotReport({
  id: 'dca-b',
  strategy: 'dca',
  state: 'degraded',
  reason: 'the book is stale',
  profit: -0.004,
  lastFill: {
    ...MARKET,
    tradeId: 't1',
    clientOrderId: 'c1',
    side: 'buy',
    amount: '0.01',
    price: '64000.5',
    fee: '0.64',
    feeAsset: 'USD',
    liquidity: 'taker',
    timestamp: 1,
  },
  lastRefusal: {
    ref: 'dca/1',
    at: 1,
    refusal: { code: 'stale-price', message: 'the price is 31 s old', numbers: {}, scope: 'bot' },
  },
  openOrders: [
    {
      ref: 'dca/2',
      market: MARKET,
      clientOrderId: 'c2',
      side: 'buy',
      status: 'open',
      amount: '0.01',
      filled: '0',
      price: '63000',
      because: 'the first safety order',
      reason: undefined,
    },
  ],
})

async function anExecutor(standing: object = {}) {
  const done: unknown[] = []
  const commanded: Commanded = {
    reports: () => [aBotReport(), REFUSED],
    standing: () => standing,
    commandBot: async (id, command, order) => {
      done.push([id, command, order])
      return { id, state: 'paused' }
    },
    commandAll: async (command, order) => {
      done.push([command, order])
      return {}
    },
  }
  const http = await startHttp({
    host: '127.0.0.1',
    port: 0,
    views: IDLE_VIEWS,
    controls: controlsOf(commanded, silentLogger),
    token: TOKEN,
    logger: silentLogger,
  })
  onTestFinished(() => http.close())
  const run = (line: string, token: string | undefined = TOKEN) => {
    const request = readRequest(line.split(' '), { url: `http://127.0.0.1:${http.port}`, by: 'ada' })
    if (request.kind !== 'list' && request.kind !== 'command') throw new Error(`${line} asks nobody`)
    return runRequest(request, token)
  }
  return { done, run }
}

test('the bots are a table that says why one of them does not simply run', async () => {
  const { run } = await anExecutor()
  expect(await run('list')).toBe(
    [
      'bot     strategy  state     market          position            PnL    equity  open  last fill            last refusal',
      'grid-a  grid      running   kraken BTC/USD  0.01 @ 63999.33  +12.50  10012.50     0  –                    –',
      'dca-b   dca       degraded  kraken BTC/USD  0.01 @ 63999.33    0.00  10012.50     1  buy 0.01 at 64000.5  stale-price',
      '',
      'dca-b is degraded: the book is stale',
    ].join('\n'),
  )
})

test('what bots left behind that are not in the file is told below', async () => {
  const { openOrders, positions } = REFUSED
  const { run } = await anExecutor({ orphans: [{ id: 'gone', positions, openOrders }] })
  expect(await run('list')).toMatch(
    /\ngone is not in the bots file and has left something behind: 0.01 of kraken BTC\/USD, kraken BTC\/USD buy 0.01 at 63000 open$/,
  )
})

test('one of them is told in full', async () => {
  const { run } = await anExecutor()
  const text = await run('list dca-b')
  expect(text).toContain('dca-b: dca with paper money, account main\ndegraded: the book is stale\n')
  expect(text).toMatch(/^dca\/2 +kraken BTC\/USD +buy 0.01 at 63000 open +the first safety order$/m)
  expect(text).toMatch(/^last refusal +the price is 31 s old$/m)
})

test('as JSON it is all there', async () => {
  const { run } = await anExecutor()
  expect(JSON.parse(await run('list --json'))).toMatchObject({ bots: [{ id: 'grid-a' }, { id: 'dca-b' }] })
})

test('a command reaches the executor with its reason', async () => {
  const { done, run } = await anExecutor()
  expect(JSON.parse(await run('pause grid-a --reason news'))).toEqual({ id: 'grid-a', state: 'paused' })
  expect(done).toEqual([['grid-a', 'pause', { reason: 'news', by: 'ada' }]])
})

test('what the executor says against it is what is said', async () => {
  const { run } = await anExecutor()
  await expect(run('pause grid-b --reason news')).rejects.toThrow('bot "grid-b" is not here: did you mean grid-a?')
  await expect(run('halt --reason news', 'wrong')).rejects.toThrow('commands need "Authorization: Bearer"')
})

test('where no executor is, that is said, with what to do', async () => {
  const { run } = await anExecutor()
  await expect(run('list --url http://127.0.0.1:9')).rejects.toThrow(ExecutorError)
  await expect(run('list --url http://127.0.0.1:9')).rejects.toThrow(
    /No executor answers at http:\/\/127.0.0.1:9 \(.+\)/,
  )
})
