import { expect, test } from 'vitest'
import { aManager } from '../test/kit.ts'

test('reference data is that of the adapter, which need not be connected for it', async () => {
  const instruments = [{ symbol: 'BTC/USDT' }] as never
  const kit = aManager({ fake: { instruments }, maxConnections: 1, exchanges: ['binance', 'kraken'] })
  const { manager } = kit

  expect(await manager.instruments('binance')).toBe(instruments)
  expect(await manager.candles({ exchange: 'binance', symbol: 'BTC/USDT' }, '1m', 0, 60_000)).toEqual([])
  const { calls } = kit.adapter()
  expect(calls).toHaveLength(0)
  await manager.connectToExchange('kraken')
  await manager.disconnectAll()
  expect(calls).toEqual(['disconnect'])
})

test('reference data that is not to be had, or asked for wrongly, is refused', async () => {
  const { manager } = aManager()
  const market = { exchange: 'binance', symbol: 'BTC/USDT' } as const

  await expect(manager.instruments('binance')).rejects.toMatchObject({ code: 'NO_REFERENCE_DATA' })
  await expect(manager.candles(market, '1m', 0, 1)).rejects.toThrow('past candles of binance cannot be had')
  await expect(manager.candles(market, '2m' as never, 0, 1)).rejects.toThrow('interval "2m"')
  await expect(manager.candles({ ...market, symbol: 'BTC' }, '1m', 0, 1)).rejects.toThrow('symbol "BTC"')
  await expect(manager.candles(undefined as never, '1m', 0, 1)).rejects.toThrow('market undefined')
  await expect(manager.candles(market, '1m', 2, 1)).rejects.toThrow('from 2 cannot be used: use a time not after 1')
  await expect(manager.candles(market, '1m', Number.NaN, 1)).rejects.toThrow('milliseconds since the epoch')
})
