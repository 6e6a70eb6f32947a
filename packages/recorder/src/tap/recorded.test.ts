import type { OpenSocket, SocketEvents } from '@md/adapter-core'
import { silentLogger } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { heard } from '../../test/events.ts'
import { anExchange, MAKE } from '../../test/kit.ts'
import { turnEnded } from '../clock.ts'
import type { Entry, PlainOptions, RecordingSink } from '../entry.ts'
import { recorded, recordingOptions } from './recorded.ts'

function aSink() {
  const entries: Entry[] = []
  const options: PlainOptions[] = []
  const sink: RecordingSink = { write: (entry) => entries.push(entry), configured: (given) => options.push(given) }
  return { entries, options, sink }
}

/** A socket in the hand of the test. */
function aSocket() {
  const done: string[] = []
  let events: SocketEvents | undefined
  const open: OpenSocket = (_url, _maxPayload, given) => {
    events = given
    return {
      send: (text) => done.push(text),
      ping: () => done.push('ping'),
      pong: (payload) => done.push(`pong ${payload}`),
      close: () => done.push('close'),
      terminate: () => done.push('terminate'),
    }
  }
  const heardEvents: string[] = []
  const listener: SocketEvents = {
    open: () => heardEvents.push('open'),
    frame: (data, binary) => heardEvents.push(`frame ${data} ${binary}`),
    ping: (payload) => heardEvents.push(`ping ${payload}`),
    pong: () => heardEvents.push('pong'),
    end: (reason) => heardEvents.push(`end ${reason}`),
  }
  return { open, done, events: () => events as SocketEvents, listener, heardEvents }
}

test('everything on a socket is written down, both ways, and still arrives', () => {
  const { entries, sink } = aSink()
  const { open, done, events, listener, heardEvents } = aSocket()
  const clock = new ManualClock(5_000)
  const socket = recordingOptions({ openSocket: open, clock }, sink).openSocket?.('ws://x', 1, listener)
  clock.advance(1)
  events().open()
  events().frame(Buffer.from('text'), false)
  events().frame(Buffer.from([1]), true)
  events().frame(Buffer.from([0xff]), false)
  events().ping(Buffer.from('hi'))
  events().pong()
  socket?.send('{}')
  socket?.ping()
  socket?.pong(Buffer.from('hi'))
  socket?.close()
  socket?.terminate()
  events().end('over')

  expect(heardEvents).toEqual([
    'open',
    'frame text false',
    'frame \u0001 true',
    'frame \uFFFD false',
    'ping hi',
    'pong',
    'end over',
  ])
  expect(done).toEqual(['{}', 'ping', 'pong hi', 'close', 'terminate'])
  expect(entries.map(({ kind }) => kind)).toEqual([
    'dial',
    'open',
    'in',
    'in-bytes',
    'in-bytes',
    'ping-in',
    'pong-in',
    'out',
    'ping-out',
    'pong-out',
    'close',
    'terminate',
    'end',
  ])
  expect(entries[1]).toEqual({ at: 5_001, mono: 1, together: true, kind: 'open', socket: 1 })
})

test('time stands still until what came in has been dealt with', async () => {
  const { sink } = aSink()
  const { open, events, listener } = aSocket()
  const base = new ManualClock(5_000)
  const { clock = base, openSocket } = recordingOptions({ openSocket: open, clock: base }, sink)
  openSocket?.('ws://x', 1, listener)
  await turnEnded()
  base.advance(10)
  events().frame(Buffer.from('text'), false)
  base.advance(5)
  await Promise.resolve()
  expect([clock.now(), clock.monotonic()]).toEqual([5_010, 10])
  await turnEnded()

  expect([clock.now(), clock.monotonic()]).toEqual([5_015, 15])
})

test('timers are numbered as they are set, and told as they fire', async () => {
  const { entries, sink } = aSink()
  const base = new ManualClock(5_000)
  const { clock = base } = recordingOptions({ clock: base }, sink)
  const cancel = clock.after(3, () => undefined)
  clock.after(7, () => undefined)
  cancel()
  base.advance(10)

  expect(entries).toEqual([{ at: 5_007, mono: 7, kind: 'timer', ordinal: 2, ms: 7 }])
})

test('answers and failures of REST are written down; what we gave up is not', async () => {
  const { entries, sink } = aSink()
  const answers = [
    async () => new Response('{"a":1}', { headers: { 'retry-after': '1', 'set-cookie': 'who=me' } }),
    async () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })),
    async () => Promise.reject(new Error('no cause')),
    async () => Promise.reject('no error'),
    async () => Promise.reject(new Error('aborted')),
  ]
  const ask = async () => (answers.shift() ?? (async () => new Response('')))()
  const { fetch: tapped = fetch } = recordingOptions({ fetch: ask }, sink)

  expect(await (await tapped(new Request('http://x/a?apikey=1'))).json()).toEqual({ a: 1 })
  await expect(tapped('http://x/b')).rejects.toThrow('fetch failed')
  await expect(tapped(new URL('http://x/c'))).rejects.toThrow('no cause')
  await expect(tapped('http://x/d')).rejects.toBe('no error')
  await expect(tapped('http://x/e', { signal: AbortSignal.abort() })).rejects.toThrow('aborted')
  expect(entries.map(({ at: _at, mono: _mono, ...entry }) => entry)).toEqual([
    {
      kind: 'rest',
      url: 'http://x/a?apikey=%5Bredacted%5D',
      status: 200,
      headers: { 'content-type': 'text/plain;charset=UTF-8', 'retry-after': '1' },
      body: '{"a":1}',
    },
    { kind: 'rest-failure', url: 'http://x/b', reason: 'ECONNRESET' },
    { kind: 'rest-failure', url: 'http://x/c', reason: 'no cause' },
    { kind: 'rest-failure', url: 'http://x/d', reason: 'no error' },
  ])
})

test('of the options only those are kept that a replay needs, without secrets', () => {
  const { options, sink } = aSink()
  recordingOptions({ url: 'ws://me:pw@x', timeout: 5, logger: silentLogger, reconnection: { maxDelay: 7_000 } }, sink)

  expect(options).toEqual([{ url: 'ws://x/', timeout: 5, reconnection: { maxDelay: 7_000 } }])
})

test('chance is written down as it is drawn', () => {
  const { entries, sink } = aSink()
  const own = recordingOptions({ random: () => 0.25 }, sink)
  const { random = Math.random } = recordingOptions({}, sink)

  expect([own.random?.(), random() < 1]).toEqual([0.25, true])
  expect(entries[0]).toMatchObject({ kind: 'random', value: 0.25 })
})

test('the adapter is the adapter still, and what it is asked for is written down', async () => {
  const exchange = await anExchange({ exchange: 'kraken', rate: 0 })
  const { entries, sink } = aSink()
  const adapter = recorded(MAKE.kraken, { url: exchange.url, restUrl: exchange.restUrl }, sink)
  const events = heard(adapter)
  await adapter.connect()
  await adapter.subscribe({ channel: 'ticker', symbol: 'BTC/USD' })
  expect([adapter.exchange, adapter.state, adapter.getMetrics().subscriptions]).toEqual(['kraken', 'CONNECTED', 1])
  expect((await adapter.instruments?.('kraken'))?.length).toBeGreaterThan(0)
  expect((await adapter.candles?.({ exchange: 'kraken', symbol: 'BTC/USD' }, '1m', 0, 1))?.length).toBe(0)
  expect(adapter.orderBook('BTC/USD')).toBeUndefined()
  await adapter.unsubscribe({ channel: 'ticker', symbol: 'BTC/USD' })
  await adapter.disconnect()

  const calls = entries.flatMap((entry) => (entry.kind === 'call' ? [entry.method] : []))
  expect(calls).toEqual(['connect', 'subscribe', 'unsubscribe', 'disconnect'])
  expect(events.length).toBeGreaterThan(1)
})

test('an adapter without reference data has none here either', () => {
  const { sink } = aSink()
  const adapter = recorded(
    (options) => {
      const made = MAKE.kraken(options)
      return Object.assign(Object.create(made), { instruments: undefined, candles: undefined })
    },
    {},
    sink,
  )

  expect([adapter.instruments, adapter.candles]).toEqual([undefined, undefined])
})
