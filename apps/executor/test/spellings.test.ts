import { startProgram } from '@md/service/testing'
import { expect, test } from 'vitest'
import { aBotStage, bot, buyer } from './bots-stage.ts'

test("bots may be given the exchange's own spelling of a symbol", { timeout: 60_000 }, async () => {
  const stage = await aBotStage(buyer('old', { symbol: 'XBT/USD' }), buyer('joined', { symbol: 'btcusd' }))
  const executor = stage.executor()
  for (const id of ['old', 'joined']) {
    const { markets } = await bot(executor, id, ({ state }) => state === 'running')
    expect(markets).toMatchObject([{ exchange: 'kraken', symbol: 'BTC/USD' }])
  }
})

test('the bots command takes them as well', { timeout: 60_000 }, async () => {
  const stage = await aBotStage(buyer('joined', { symbol: 'BTC-USD' }))
  const command = new URL('../src/bots-command.ts', import.meta.url)
  const { code, out } = await startProgram(command, { INIT_CWD: stage.folder }, ['check']).ended
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('bots.yaml can be used: joined') })
})
