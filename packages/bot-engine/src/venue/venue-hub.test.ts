import { type Clock, type Fill, silentLogger, type VenueEvent } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import type { VenueBehindGate } from '../risk/gate.ts'
import { VenueHub } from './venue-hub.ts'

function aVenue() {
  const calls: string[] = []
  let listener: (event: VenueEvent) => void = () => undefined
  const answers: (() => Promise<void>)[] = []
  const answer = async (call: string) => {
    calls.push(call)
    await answers.shift()?.()
    calls.push(`${call} done`)
  }
  const venue = {
    connect: (given: (event: VenueEvent) => void) => {
      listener = given
      return answer('connect')
    },
    disconnect: () => answer('disconnect'),
  } as unknown as VenueBehindGate
  return { calls, answers, venue, tell: (event: VenueEvent) => listener(event) }
}

const fillOf = (clientOrderId: string): VenueEvent => ({ type: 'fill', data: { clientOrderId } as Fill })
const connection = (connected: boolean): VenueEvent => ({ type: 'connectivity', data: { connected, reason: 'why' } })

function aHub(clock?: Clock) {
  const venue = aVenue()
  const strays: VenueEvent[] = []
  const hub = new VenueHub(venue.venue, {
    logger: silentLogger,
    onStray: (event) => strays.push(event),
    ...(clock === undefined ? {} : { clock }),
  })
  return { ...venue, hub, strays }
}

test('an order that rests is remembered however many others end meanwhile, and one that ended for a while', async () => {
  const { hub, strays, tell } = aHub()
  const heard: VenueEvent[] = []
  await hub.join('one', (event) => heard.push(event))
  hub.own('one', 'resting')
  for (let i = 0; i <= 100_000; i++) {
    hub.own('one', `o${i}`)
    hub.ended(`o${i}`)
  }
  tell(fillOf('resting'))
  tell(fillOf('o100000'))
  expect(heard).toHaveLength(2)
  tell(fillOf('o0'))
  expect(strays).toHaveLength(1)
  hub.ended('never heard of')
})

test('a bot that comes while the venue is away is told so', async () => {
  const { hub, tell } = aHub()
  const heard: VenueEvent[] = []
  await hub.join('one', () => undefined)
  tell(connection(false))
  await hub.join('two', (event) => heard.push(event))
  expect(heard).toEqual([connection(false)])
  tell(connection(true))
  await hub.join('three', (event) => heard.push(event))
  expect(heard).toEqual([connection(false), connection(true)])
})

test('a venue that is being left is joined again once it is', async () => {
  const { calls, hub } = aHub()
  await hub.join('one', () => undefined)
  const left = hub.leave('one')
  const joined = hub.join('two', () => undefined)
  await Promise.all([left, joined])
  expect(calls).toEqual(['connect', 'disconnect', 'connect'].flatMap((call) => [call, `${call} done`]))
})

test('a bot that could not join is not there, and the next attempt connects anew', async () => {
  const { answers, calls, hub, tell } = aHub()
  const heard: VenueEvent[] = []
  answers.push(() => Promise.reject(new Error('away')))
  await expect(hub.join('one', (event) => heard.push(event))).rejects.toThrow('away')
  tell(connection(true))
  expect(heard).toEqual([])
  await hub.join('one', (event) => heard.push(event))
  tell(connection(true))
  expect(heard).toHaveLength(1)
  expect(calls.filter((call) => call === 'connect')).toHaveLength(2)
})

test('a listener that throws keeps nobody else from hearing', async () => {
  const { hub, tell } = aHub()
  const heard: VenueEvent[] = []
  await hub.join('one', () => {
    throw new Error('a bot is wrong')
  })
  await hub.join('two', (event) => heard.push(event))
  tell(connection(false))
  expect(heard).toHaveLength(1)
})

test('the last bot to leave disconnects, and leaving twice does nothing', async () => {
  const { calls, hub } = aHub()
  await hub.join('one', () => undefined)
  await hub.join('two', () => undefined)
  await hub.leave('one')
  expect(calls).not.toContain('disconnect')
  await hub.leave('two')
  await hub.leave('two')
  expect(calls.filter((call) => call === 'disconnect')).toHaveLength(1)
})

test('a bot that is started again meanwhile stays, when what it was before leaves', async () => {
  const { calls, hub, tell } = aHub()
  const heard: VenueEvent[] = []
  const before = () => undefined
  await hub.join('one', before)
  await hub.join('one', (event) => heard.push(event))
  hub.own('one', 'a')
  await hub.leave('one', before)
  expect(calls).not.toContain('disconnect')
  tell(fillOf('a'))
  expect(heard).toEqual([fillOf('a')])
  await hub.leave('one')
  expect(calls).toContain('disconnect')
})

test("what is told of a bot that has left is nobody else's, and its balances are everybody's", async () => {
  const { hub, strays, tell } = aHub(new ManualClock())
  const heard: VenueEvent[] = []
  await hub.join('one', () => undefined)
  await hub.join('two', (event) => heard.push(event))
  hub.own('one', 'a')
  tell(fillOf('a'))
  await hub.leave('one')
  tell(fillOf('a'))
  tell(balanceOf('USDT', '90'))
  expect(strays).toEqual([fillOf('a')])
  expect(heard).toEqual([balanceOf('USDT', '90')])
})

const balanceOf = (asset: string, free: string): VenueEvent => ({ type: 'balance', data: { asset, free, locked: '0' } })

test('balances are told at once to whom they concern, and to the others the last of them a moment later', async () => {
  const clock = new ManualClock()
  const { hub, tell } = aHub(clock)
  const heard = { one: [] as VenueEvent[], two: [] as VenueEvent[] }
  await hub.join('one', (event) => heard.one.push(event), new Set(['BTC', 'USDT']))
  await hub.join('two', (event) => heard.two.push(event), new Set(['ETH', 'USDT']))
  hub.own('one', 'a')
  hub.own('two', 'b')
  tell(fillOf('a'))
  tell(balanceOf('BTC', '1'))
  tell(balanceOf('USDT', '90'))
  tell(fillOf('a'))
  tell(balanceOf('USDT', '80'))
  expect(heard.one.filter(({ type }) => type === 'balance')).toHaveLength(3)
  expect(heard.two).toEqual([])

  clock.advance(250)
  expect(heard.two).toEqual([balanceOf('USDT', '80')])
  expect(heard.one.filter(({ type }) => type === 'balance')).toHaveLength(3)
  clock.advance(1_000)
  expect(clock.pending).toBe(0)
  await hub.leave('one')
  tell(fillOf('b'))
  tell(balanceOf('USDT', '70'))
  expect(heard.two.at(-1)).toEqual(balanceOf('USDT', '70'))
  await hub.leave('two')
  expect(clock.pending).toBe(0)
})

test('without a clock, and of a venue that speaks of its own accord, balances are told to all at once', async () => {
  for (const clock of [undefined, new ManualClock()]) {
    const { hub, tell } = aHub(clock)
    const heard: string[] = []
    await hub.join('one', () => heard.push('one'))
    await hub.join('two', () => heard.push('two'))
    tell(balanceOf('USDT', '90'))
    expect(heard).toEqual(['one', 'two'])
  }
})
