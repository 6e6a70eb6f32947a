import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MarketEvent } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, onTestFinished, test } from 'vitest'
import { heard, typeOf } from '../../test/events.ts'
import { aFolder, MAKE } from '../../test/kit.ts'
import { incoming, type Line, SUBSCRIBED, scripted, torn, trade } from '../../test/scripted-recording.ts'
import { turnEnded } from '../clock.ts'
import { openReplay } from './replay.ts'

const THREE_TRADES: readonly Line[] = [
  ...SUBSCRIBED,
  incoming(1_000, trade(1)),
  incoming(2_000, trade(2)),
  incoming(5_000, trade(3)),
]

async function aReplay(lines: readonly Line[], options = {}) {
  const folder = await scripted(lines, options)
  const replay = await openReplay(folder, MAKE.kraken)
  onTestFinished(() => replay.close())
  return { folder, replay, events: heard(replay) }
}

const trades = (events: readonly unknown[]) => events.filter((event) => typeOf(event) === 'trade')

test('a listener of a subscription hears its market and its connection, until it leaves', async () => {
  const { replay } = await aReplay(THREE_TRADES)
  const told: string[] = []
  const left: MarketEvent[] = []
  const want = { exchange: 'kraken', channel: 'trades', symbol: 'BTC/USD' } as const
  await replay.subscribe(want, ({ type }) => told.push(type))
  await replay.subscribe(want)
  const handle = await replay.subscribe(want, (event) => left.push(event))
  await handle.unsubscribe()
  await replay.play()

  expect(told).toEqual(['exchange:connected', 'exchange:error', 'trade', 'trade', 'trade'])
  expect(left).toEqual([])
})

test.each([
  { exchange: 'kraken', channel: 'ticker', symbol: 'BTC/USD' },
  { exchange: 'binance', channel: 'trades', symbol: 'BTC/USD' },
] as const)('what the recording does not hold is refused, with what it holds: $exchange $channel', async (want) => {
  const { replay } = await aReplay(THREE_TRADES)

  await expect(replay.subscribe(want)).rejects.toThrow('the recording is of kraken: trades:BTC/USD')
})

test('there is a book of the recorded exchange alone', async () => {
  const { replay } = await aReplay(THREE_TRADES)

  expect(replay.orderBook('kraken', 'BTC/USD')).toBeUndefined()
  expect(replay.orderBook('binance', 'BTC/USD')).toBeUndefined()
})

test.each([
  [1, 3_980, 10],
  [2, 1_980, 10],
])('at speed %d the pace is kept: nothing before its time', async (speed, firstPart, rest) => {
  const { replay, events } = await aReplay(THREE_TRADES)
  const clock = new ManualClock()
  const playing = replay.play({ speed, clock })
  const passes = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += rest) {
      clock.advance(rest)
      await turnEnded()
      await turnEnded()
    }
    return trades(events).length
  }

  await turnEnded()
  expect(await passes(firstPart)).toBe(2)
  await passes(1_200)
  expect(trades(events)).toHaveLength(3)
  expect(await playing).toMatchObject({ complete: true, unheard: 0 })
})

test('it can be stopped where it is', async () => {
  const { replay, events } = await aReplay(THREE_TRADES)
  const stopping = new AbortController()
  const clock = new ManualClock()
  const playing = replay.play({ speed: 1, clock, signal: stopping.signal })
  await turnEnded()
  stopping.abort()

  expect(await playing).toMatchObject({ complete: false })
  expect(trades(events)).toHaveLength(0)
})

test('stopped while a timer is waited for, nothing more happens', async () => {
  const { replay } = await aReplay([...SUBSCRIBED, incoming(5_000, trade(1))])
  const stopping = new AbortController()
  const clock = new ManualClock()
  const playing = replay.play({ speed: 1, clock, signal: stopping.signal })
  for (let i = 0; i < 20; i++) {
    clock.advance(10)
    await turnEnded()
    await turnEnded()
  }
  stopping.abort()

  expect(await playing).toMatchObject({ complete: false })
})

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('speed %d is refused', async (speed) => {
  const { replay } = await aReplay(THREE_TRADES)

  await expect(replay.play({ speed })).rejects.toThrow("a number above 0, or 'max'")
})

test('a recording in which nothing happens is refused', async () => {
  const folder = await scripted([])

  await expect(openReplay(folder, MAKE.kraken)).rejects.toThrow('one in which something happens')
  await expect(openReplay(aFolder(), MAKE.kraken)).rejects.toThrow('a folder with a manifest.json')
})

test('lines that cannot be read are counted and passed over', async () => {
  const folder = await scripted(THREE_TRADES)
  torn(folder, '{"at":17500000')
  const replay = await openReplay(folder, MAKE.kraken)
  onTestFinished(() => replay.close())

  expect(await replay.play()).toMatchObject({ complete: true, unreadable: 1 })
})

test('a compressed recording that is cut off plays up to there, and says so', async () => {
  const ids = Array.from({ length: 100 }, (_, i) => String(i + 1))
  const folder = await scripted([...SUBSCRIBED, ...ids.map((id) => incoming(1_000 + Number(id), trade(Number(id))))])
  const path = join(folder, '000001.ndjson.gz')
  const whole = readFileSync(path)
  writeFileSync(path, whole.subarray(0, Math.floor(whole.length * 0.8)))
  const replay = await openReplay(folder, MAKE.kraken)
  onTestFinished(() => replay.close())
  const told: (string | undefined)[] = []
  replay.on('trade', ({ id }) => told.push(id))

  expect(await replay.play()).toMatchObject({ complete: true, unreadable: 1, cutOff: [path] })
  expect(told.length).toBeGreaterThan(10)
  expect(told).toEqual(ids.slice(0, told.length))
})

test('a drop, the way back with the recorded chance, and an unsubscription happen again', async () => {
  const { replay, events } = await aReplay([
    ...SUBSCRIBED,
    incoming(1_000, trade(1)),
    [2_000, { kind: 'end', socket: 1, reason: 'dropped' }],
    [2_000, { kind: 'random', value: 0.75 }],
    [2_251, { kind: 'dial', socket: 2, url: 'wss://ws.kraken.com/v2' }],
    [2_300, { kind: 'open', socket: 2 }],
    [2_400, { kind: 'ping-in', socket: 2, base64: 'aGk=' }],
    [2_450, { kind: 'pong-in', socket: 2 }],
    [2_500, { kind: 'in-bytes', socket: 2, base64: '/w==', binary: true }],
    incoming(2_600, trade(2), 2),
    incoming(9_000, trade(3), 2),
    [9_100, { kind: 'call', method: 'unsubscribe', request: { channel: 'trades', symbol: 'BTC/USD' } }],
    incoming(9_200, trade(4), 2),
    [9_300, { kind: 'call', method: 'disconnect' }],
    [9_350, { kind: 'end', socket: 2, reason: 'closed' }],
  ])
  await replay.play()

  expect(trades(events)).toHaveLength(3)
  expect(events).toContainEqual(
    expect.objectContaining({ data: expect.objectContaining({ attempt: 1, delayMs: 250 }) }),
  )
  expect(events.map(typeOf).at(-1)).toBe('exchange:disconnected')
})

test('an adapter that comes back later than it did then hears the rest', async () => {
  const { replay, events } = await aReplay(
    [
      ...SUBSCRIBED,
      [100, { kind: 'end', socket: 1, reason: 'dropped' }],
      [101, { kind: 'dial', socket: 2, url: 'wss://ws.kraken.com/v2' }],
      [102, { kind: 'open', socket: 2 }],
      incoming(103, trade(1), 2),
      incoming(900, trade(2), 2),
    ],
    { reconnection: { initialDelay: 400 } },
  )
  const { unheard } = await replay.play()

  expect(unheard).toBe(1)
  expect(trades(events)).toHaveLength(1)
})

test('a socket that is never opened fails by the clock of the recording', async () => {
  const { replay, events } = await aReplay(
    [
      [0, { kind: 'call', method: 'connect' }],
      [0, { kind: 'dial', socket: 1, url: 'wss://ws.kraken.com/v2' }],
      [2_000, { kind: 'open', socket: 7 }],
      [3_000, { kind: 'end', socket: 7, reason: 'nobody' }],
    ],
    { timeout: 500, reconnection: { initialDelay: 10_000, jitterFactor: 0 } },
  )
  await replay.play()

  expect(events).toEqual([
    {
      type: 'exchange:reconnecting',
      data: expect.objectContaining({ at: 1_750_000_000_500, reason: 'no handshake within 500 ms' }),
    },
  ])
})

test('a timer fires when it fired then, not when it was due', async () => {
  const opened = async (timer: Line) => {
    const { replay, events } = await aReplay(
      [[0, { kind: 'call', method: 'connect' }], timer, [900, { kind: 'pong-in', socket: 1 }]],
      {
        timeout: 500,
      },
    )
    await replay.play()
    return (events[0] as { data: { at: number } }).data.at - 1_750_000_000_000
  }

  expect(await opened([530, { kind: 'timer', ordinal: 2, ms: 500 }])).toBe(530)
  expect(await opened([400, { kind: 'timer', ordinal: 2, ms: 400 }])).toBe(500)
})
