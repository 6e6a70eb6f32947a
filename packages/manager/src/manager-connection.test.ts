import { type ConnectionState, InvalidInputError, MdError } from '@md/types'
import { aTicker, FakeAdapter } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aManager, settled, TICKER } from '../test/kit.ts'
import { MarketDataWebSocketManager, sharedManager } from './index.ts'

class HandshakeError extends MdError {
  readonly code = 'HANDSHAKE'
  readonly recovery = 'reconnect'
}

test('connects once, however often and at however many places it is asked', async () => {
  const { adapter, made, manager } = aManager({ fake: { hold: ['connect'] } })

  const [first, second] = [manager.connectToExchange('binance'), manager.connectToExchange('binance')]
  expect(second).toBe(first)
  adapter().answer('connect')
  await first
  await manager.connectToExchange('binance')

  expect(adapter().calls).toEqual(['connect'])
  expect(made()).toBe(1)
  expect(manager.getConnectionStatus('binance')).toBe('CONNECTED')
})

test('hands the configuration to the adapter it makes, and says when one comes too late', async () => {
  const { adapter, logs, manager } = aManager()

  await manager.connectToExchange('binance', { url: 'ws://127.0.0.1:1' })
  await manager.connectToExchange('binance', { url: 'ws://127.0.0.1:2' })

  expect(adapter().config).toEqual({ url: 'ws://127.0.0.1:1' })
  expect(logs).toMatchObject([{ level: 'warn', fields: { exchange: 'binance' } }])
})

test('tells the state of one exchange, or of all it has an adapter for', async () => {
  const { manager } = aManager({ exchanges: ['binance', 'kraken'] })
  await manager.connectToExchange('kraken')

  expect(manager.getConnectionStatus('binance')).toBe<ConnectionState>('DISCONNECTED')
  expect(manager.getConnectionStatus('okx')).toBe<ConnectionState>('DISCONNECTED')
  expect(manager.getConnectionStatus()).toEqual({ binance: 'DISCONNECTED', kraken: 'CONNECTED' })
})

test('a connection that fails can be tried again', async () => {
  const { adapter, manager } = aManager({ fake: { hold: ['connect'] } })
  const first = manager.connectToExchange('binance')
  adapter().fail('connect', new HandshakeError('451'))
  await expect(first).rejects.toThrow('451')

  const second = manager.connectToExchange('binance')
  adapter().answer('connect')

  await expect(second).resolves.toBeUndefined()
  expect(adapter().calls).toEqual(['connect', 'connect'])
})

test('an adapter that has given up is asked to connect again', async () => {
  const { adapter, manager } = aManager()
  await manager.connectToExchange('binance')
  adapter().become('TERMINATED', 'exchange:disconnected', 'attempts are spent')

  await manager.connectToExchange('binance')

  expect(adapter().calls).toEqual(['connect', 'connect'])
  expect(manager.getConnectionStatus('binance')).toBe('CONNECTED')
})

test('no more exchanges than maxConnections: the next is refused by name, and there is room again after one left', async () => {
  const { manager } = aManager({ exchanges: ['binance', 'kraken', 'coinbase'], maxConnections: 2 })
  await manager.connectToExchange('binance')
  await manager.connectToExchange('kraken')

  await expect(manager.connectToExchange('coinbase')).rejects.toMatchObject({
    code: 'CONNECTION_LIMIT',
    message: 'coinbase cannot be connected: maxConnections is 2 and binance, kraken use all of them',
  })
  await expect(manager.subscribe({ ...TICKER, exchange: 'coinbase' })).rejects.toMatchObject({
    code: 'CONNECTION_LIMIT',
  })
  await manager.connectToExchange('kraken')

  await manager.disconnectFromExchange('kraken')
  await expect(manager.connectToExchange('coinbase')).resolves.toBeUndefined()
})

test('an attempt that is still pending takes up a connection', async () => {
  const { manager } = aManager({ exchanges: ['binance', 'kraken'], maxConnections: 1, fake: { hold: ['connect'] } })
  manager.connectToExchange('binance').catch(() => undefined)

  await expect(manager.connectToExchange('kraken')).rejects.toMatchObject({ code: 'CONNECTION_LIMIT' })
})

test('an attempt counts from the call on, whatever state its adapter shows', async () => {
  class SlowToShow extends FakeAdapter {
    override get state(): ConnectionState {
      return 'DISCONNECTED'
    }
  }
  const slow = new SlowToShow('binance', { hold: ['connect'] })
  const manager = new MarketDataWebSocketManager({
    adapters: { binance: () => slow, kraken: () => new FakeAdapter('kraken') },
    maxConnections: 1,
  })

  const first = manager.connectToExchange('binance')
  const second = manager.connectToExchange('binance')
  await expect(manager.connectToExchange('kraken')).rejects.toMatchObject({ code: 'CONNECTION_LIMIT' })
  slow.answer('connect')

  await Promise.all([first, second])
  expect(slow.calls).toEqual(['connect'])
})

test('an exchange that can be reached only after hours does not keep the others', async () => {
  const { adapter, manager } = aManager({ exchanges: ['binance', 'kraken'], fake: { hold: ['connect'] } })
  const unreachable = manager.subscribe({ ...TICKER, exchange: 'kraken' })
  const reachable = manager.subscribe(TICKER)
  adapter('binance').answer('connect')

  await reachable

  await unreachable.unsubscribe()
  await expect(unreachable).rejects.toMatchObject({ code: 'ABANDONED' })
  await settled()
  expect(adapter('kraken').calls).toEqual(['connect'])
  adapter('kraken').answer('connect')
  await settled()
  expect(adapter('kraken').calls).toEqual(['connect'])
})

test('the same adapter made again by its factory is listened to once', async () => {
  const fake = new FakeAdapter('binance')
  const manager = new MarketDataWebSocketManager({ adapters: { binance: () => fake } })
  const heard: number[] = []
  manager.on('ticker', ({ last }) => heard.push(last))

  await manager.connectToExchange('binance')
  await manager.disconnectAll()
  await manager.connectToExchange('binance')
  fake.emit('ticker', aTicker({ last: 7 }))

  expect(heard).toEqual([7])
  await manager.disconnectAll()
})

test('a factory that throws, or makes the adapter of another exchange, is the caller to whom it is told', async () => {
  const manager = new MarketDataWebSocketManager({
    adapters: {
      binance: () => new FakeAdapter('kraken'),
      kraken: () => {
        throw new Error('no keys')
      },
    },
  })

  await expect(manager.connectToExchange('binance')).rejects.toThrow('"kraken" cannot be used')
  await expect(manager.subscribe({ ...TICKER, exchange: 'kraken' })).rejects.toThrow('no keys')
  await manager.disconnectAll()
})

test('the shared manager is one, empty until an exchange is registered', async () => {
  const shared = sharedManager()
  expect(sharedManager()).toBe(shared)
  expect(shared.getConnectionStatus()).toEqual({})
  await expect(shared.connectToExchange('kraken')).rejects.toMatchObject({ code: 'EXCHANGE_NOT_AVAILABLE' })

  shared.register('kraken', () => new FakeAdapter('kraken'))
  await shared.connectToExchange('kraken')

  expect(shared.getConnectionStatus()).toEqual({ kraken: 'CONNECTED' })
  await shared.disconnectAll()
})

test('a factory registered later is used for the next adapter', async () => {
  const { made, manager } = aManager()
  await manager.connectToExchange('binance')
  const replacement = new FakeAdapter('binance')
  manager.register('binance', () => replacement)
  await manager.connectToExchange('binance')
  expect(replacement.calls).toEqual([])

  await manager.disconnectFromExchange('binance')
  await manager.connectToExchange('binance')

  expect(replacement.calls).toEqual(['connect'])
  expect(made()).toBe(1)
  expect(() => manager.register('binance', 7 as never)).toThrow(InvalidInputError)
})
