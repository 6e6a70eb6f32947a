import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PaperSnapshot, readJournal } from '@md/bot-engine'
import { until } from '@md/redis-bridge/testing'
import { expect, test } from 'vitest'
import { aBotStage, bot, botsOf, buyer, holds } from './bots-stage.ts'
import { aFolder, ready } from './stage.ts'

const DRILL = { reason: 'a drill', by: 'ada' }
const TIMEOUT = { timeout: 120_000 }

const accountIn = (folder: string): PaperSnapshot =>
  JSON.parse(readFileSync(join(folder, 'data/paper/main-kraken.json'), 'utf8'))

const isOpen = ({ status }: PaperSnapshot['orders'][number]): boolean => status === 'open'

test('bots of the file trade on the feed, and everything about them can be asked', TIMEOUT, async () => {
  const stage = await aBotStage(buyer('one', { journal: { inputs: true } }), buyer('two', { account: 'other' }))
  const executor = stage.executor()
  const one = await bot(executor, 'one', holds)
  expect(one).toMatchObject({ state: 'running', strategy: 'dca', mode: 'paper', account: 'main', trading: 'active' })
  expect(one.lastFill).toMatchObject({ side: 'buy', symbol: 'BTC/USD', feeAsset: 'USD' })
  await bot(executor, 'two', holds)
  await ready(executor)

  const status = JSON.parse((await executor.ask('/status')).text)
  expect(status.trading.bots.map(({ id }: { id: string }) => id)).toEqual(['one', 'two'])
  const { text } = await executor.ask('/metrics')
  expect(text).toMatch(/^md_bot_running\{bot="one"\} 1$/m)
  expect(text).toMatch(/^md_bot_orders_total\{bot="two"\} [1-9]/m)
  expect(JSON.parse((await executor.ask('/bots/two')).text)).toMatchObject({ id: 'two', account: 'other' })
  expect((await executor.ask('/bots/three')).code).toBe(404)

  executor.kill('SIGTERM')
  expect((await executor.ended).code).toBe(0)
  const types = new Set<string>()
  for await (const { type } of readJournal(join(stage.folder, 'data/journal/one'))) types.add(type)
  expect([...types]).toEqual(expect.arrayContaining(['market', 'intent', 'fill', 'command']))
  expect(existsSync(join(stage.folder, 'data/journal/two'))).toBe(false)
})

test('what was bought is still there after a restart, and nothing is bought twice', TIMEOUT, async () => {
  const stage = await aBotStage(buyer('one'))
  const first = stage.executor()
  const before = await bot(first, 'one', (one) => holds(one) && one.openOrders.length === 3)
  first.kill('SIGTERM')
  expect((await first.ended).code).toBe(0)

  const second = stage.executor()
  const after = await bot(second, 'one', (one) => one.state === 'running' && holds(one))
  expect(after.positions[0]?.amount).toBe(before.positions[0]?.amount)
  expect(after.positions[0]?.averageEntry).toBe(before.positions[0]?.averageEntry)
})

test('a bot is paused, resumed and flattened, by somebody who says why', TIMEOUT, async () => {
  const stage = await aBotStage(buyer('one'))
  const executor = stage.executor()
  await bot(executor, 'one', holds)

  expect(await executor.tell('/bots/one/pause', DRILL)).toMatchObject({ code: 200 })
  expect(await bot(executor, 'one', ({ state }) => state === 'paused')).toMatchObject({ reason: 'a drill (ada)' })
  expect(await ready(executor, 503)).toContain('bot one is paused: a drill (ada)')
  expect(await executor.tell('/bots/one/resume', DRILL)).toMatchObject({ code: 200 })
  await bot(executor, 'one', ({ state }) => state === 'running')

  const flattened = await executor.tell('/bots/one/flatten', DRILL)
  expect(JSON.parse(flattened.text)).toEqual({ id: 'one', state: 'running', trading: 'reducing' })
  await bot(executor, 'one', (one) => !holds(one) && one.trading === 'reducing')
  expect(await executor.tell('/bots/one/pause', { by: 'ada' })).toMatchObject({ code: 400 })
  expect(await executor.tell('/bots/nobody/pause', DRILL)).toMatchObject({ code: 404 })
  expect(executor.err).toMatch(/"msg":"a command was given"/)
})

test('after a halt no order leaves, not even after a restart, until it is armed again', TIMEOUT, async () => {
  const stage = await aBotStage(buyer('one'), buyer('two'))
  const executor = stage.executor()
  await bot(executor, 'one', holds)
  await bot(executor, 'two', holds)
  expect(await executor.tell('/halt', DRILL)).toMatchObject({ code: 200 })
  await bot(executor, 'one', ({ halted, openOrders }) => halted?.cause === 'a drill' && openOrders.length === 0)
  expect(await executor.tell('/bots/one/flatten', DRILL)).toMatchObject({
    code: 409,
    text: expect.stringContaining('process halted (a drill): rearm it first'),
  })
  executor.kill('SIGTERM')
  expect((await executor.ended).code).toBe(0)

  const again = stage.executor()
  const two = await bot(again, 'two', ({ halted, state }) => halted !== undefined && state === 'running')
  expect(two.halted).toMatchObject({ scope: 'process', cause: 'a drill', by: 'ada' })
  expect(two.openOrders).toEqual([])
  expect(await again.tell('/rearm', DRILL)).toMatchObject({ code: 200 })
  await bot(again, 'two', ({ halted, trading }) => halted === undefined && trading === 'active')
})

test('SIGUSR2 halts everything and ends nothing', TIMEOUT, async () => {
  const stage = await aBotStage(buyer('one'))
  const executor = stage.executor()
  await bot(executor, 'one', holds)
  executor.kill('SIGUSR2')
  const { halted } = await bot(executor, 'one', (one) => one.halted !== undefined)
  expect(halted).toMatchObject({ scope: 'process', cause: 'SIGUSR2', by: 'a signal' })
  expect((await executor.ask('/livez')).code).toBe(200)
})

test('reload starts what is new, ends what is gone, and leaves the others alone', TIMEOUT, async () => {
  const stage = await aBotStage(buyer('stays'), buyer('goes'))
  const executor = stage.executor()
  await bot(executor, 'stays', holds)
  await bot(executor, 'goes', holds)
  const { counters } = await bot(executor, 'stays', ({ openOrders }) => openOrders.length === 3)

  stage.write([buyer('stays'), buyer('comes')])
  const answered = await executor.tell('/reload', DRILL)
  expect(JSON.parse(answered.text)).toEqual({ added: ['comes'], removed: ['goes'], changed: [], same: ['stays'] })
  await bot(executor, 'comes', holds)
  expect((await botsOf(executor)).map(({ id }) => id)).toEqual(['stays', 'comes'])
  expect((await bot(executor, 'stays', () => true)).counters.orders).toBe(counters.orders)
})

test(
  'a bot that changed goes on with what it holds; one that cannot begin again keeps no other from it',
  TIMEOUT,
  async () => {
    const stage = await aBotStage(buyer('one'), buyer('two'))
    const executor = stage.executor()
    const before = await bot(executor, 'one', (one) => holds(one) && one.openOrders.length === 3)
    await bot(executor, 'two', holds)

    const other = { id: 'two', strategy: 'ma-cross', exchange: 'kraken', symbol: 'BTC/USD' }
    stage.write([
      buyer('one', { capital: 20_000 }),
      { ...other, params: { interval: '1m', fast: 2, slow: 3, amount: 0.01 } },
    ])
    expect(JSON.parse((await executor.tell('/reload', DRILL)).text)).toMatchObject({ changed: ['one', 'two'] })
    const after = await bot(executor, 'one', ({ state }) => state === 'running')
    expect(after.positions[0]?.amount).toBe(before.positions[0]?.amount)
    const two = await bot(executor, 'two', ({ state }) => state === 'stopped')
    expect(two.lastFault?.message).toContain('dca')
    expect(await ready(executor, 503)).toContain('bot two is stopped: ')
  },
)

test('a broken file changes nothing, and says where it is broken', TIMEOUT, async () => {
  const stage = await aBotStage(buyer('one'))
  const executor = stage.executor()
  await bot(executor, 'one', holds)
  writeFileSync(stage.file, 'bots:\n  - id: one\n    strategy: dcaa\n')
  const { code, text } = await executor.tell('/reload', DRILL)
  expect(code).toBe(409)
  expect((JSON.parse(text) as { error: string }).error).toContain(`${stage.file}:3:15 strategy "dcaa" is not known`)
  expect(await botsOf(executor)).toMatchObject([{ id: 'one', state: 'running' }])

  stage.write([buyer('one')], { paper: { balances: { USD: 5 } } })
  expect((await executor.tell('/reload', DRILL)).text).toContain('paper changed, which needs a restart')
})

test('an executor without bots needs no store, and gets some when they are written down', TIMEOUT, async () => {
  const stage = await aBotStage()
  const [executor, other] = [stage.executor(), stage.executor()]
  await ready(executor)
  await ready(other)
  expect(await executor.tell('/halt', DRILL)).toMatchObject({ code: 409 })
  stage.write([buyer('one')])
  expect(JSON.parse((await executor.tell('/reload', DRILL)).text)).toMatchObject({ added: ['one'] })
  await bot(executor, 'one', holds)
})

test('a second executor on the same store is refused, and told who has it', TIMEOUT, async () => {
  const stage = await aBotStage(buyer('one'))
  const executor = stage.executor()
  await bot(executor, 'one', holds)
  const { code, err } = await stage.executor().ended
  expect(code).toBe(2)
  expect(err).toMatch(/bots\.sqlite is in use by executor \d+ on /)
  await bot(executor, 'one', ({ state }) => state === 'running')
})

test(
  'every mistake in the file keeps it from starting: syntax, names, and symbols that are not listed',
  TIMEOUT,
  async () => {
    const stage = await aBotStage(buyer('one', { symbol: 'BTC/USDD' }))
    const unlisted = await stage.executor().ended
    expect(unlisted.code).toBe(2)
    expect(unlisted.err).toMatch(
      /bots\.yaml:\d+:\d+ symbol "BTC\/USDD" is not listed by kraken: did you mean BTC\/USD\?/,
    )

    stage.write([buyer('one', { exchange: 'binance', mode: 'live' })])
    const { code, err } = await stage.executor().ended
    expect(code).toBe(2)
    expect(err).toMatch(/exchange "binance" is none of this process: there are kraken \(EXCHANGES\)/)
    expect(err).toMatch(/mode live is not available/)

    const missing = await stage.executor({ BOTS_FILE: join(stage.folder, 'nowhere.yaml') }).ended
    expect(missing).toMatchObject({
      code: 2,
      err: expect.stringContaining('nowhere.yaml:1:1 there is no such file: copy apps/executor/bots.yaml'),
    })
  },
)

test('without any file the bots that ship run, those of the exchanges that there are', TIMEOUT, async () => {
  const stage = await aBotStage()
  const executor = stage.executor({ INIT_CWD: aFolder() })
  await bot(executor, 'dca-kraken', ({ state }) => state === 'running')
  expect((await botsOf(executor)).map(({ id }) => id)).toEqual(['dca-kraken'])
})

test.each([
  ['keep', 3, true],
  ['cancel', 0, true],
  ['flatten', 0, false],
] as const)(
  'a bot that is to %s when it stops leaves as many open orders, and its position or none',
  TIMEOUT,
  async (onStop, orders, stillHolds) => {
    const stage = await aBotStage(buyer('one', { policies: { onStop } }))
    const executor = stage.executor()
    await bot(executor, 'one', (one) => holds(one) && one.openOrders.length === 3)
    executor.kill('SIGTERM')
    expect((await executor.ended).code).toBe(0)
    const account = accountIn(stage.folder)
    expect(account.orders.filter(isOpen)).toHaveLength(orders)
    const base = account.balances.find(({ asset }) => asset === 'BTC')
    expect(Number(base?.free) + Number(base?.locked) > 0).toBe(stillHolds)
  },
)

test('an executor that is killed comes back with what it had, and buys nothing twice', TIMEOUT, async () => {
  const stage = await aBotStage(buyer('one'))
  const executor = stage.executor()
  const before = await bot(executor, 'one', (one) => holds(one) && one.openOrders.length === 3)
  // What happened on paper is in its file a fifth of a second later.
  await until('the account is kept', () => {
    const { fills, orders } = accountIn(stage.folder)
    return fills.length > 0 && orders.filter(isOpen).length === before.openOrders.length
  })
  executor.kill('SIGKILL')
  await executor.ended

  const again = await bot(stage.executor(), 'one', ({ state }) => state === 'running')
  expect(again.positions[0]?.amount).toBe(before.positions[0]?.amount)
})
