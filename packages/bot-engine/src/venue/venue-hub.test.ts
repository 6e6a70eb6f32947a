import { type Fill, silentLogger, type VenueEvent } from '@md/types'
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

function aHub() {
  const venue = aVenue()
  const strays: VenueEvent[] = []
  const hub = new VenueHub(venue.venue, { logger: silentLogger, onStray: (event) => strays.push(event) })
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
