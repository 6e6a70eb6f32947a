import { ConnectionState } from '@md/types'
import { expect, test } from 'vitest'
import { LinkState } from './link-state.ts'
import type { ShardStatus } from './shard.ts'

const { CONNECTED, CONNECTING, DISCONNECTED, DISCONNECTING, RECONNECTING, TERMINATED } = ConnectionState

const being = (state: ConnectionState, parts: Partial<ShardStatus> = {}): ShardStatus => ({
  state,
  reason: `it is ${state}`,
  ...parts,
})

/** The state, and what was told: `connected CONNECTING→CONNECTED`. */
function aLink() {
  const told: string[] = []
  const changes: object[] = []
  const note =
    (name: string) =>
    (change: { readonly previous: string; readonly state: string }): void => {
      told.push(`${name} ${change.previous}→${change.state}`)
      changes.push(change)
    }
  const link = new LinkState('binance', () => 5, {
    connected: note('connected'),
    disconnected: note('disconnected'),
    reconnecting: note('reconnecting'),
  })
  return { link, told, changes }
}

function aConnectedLink() {
  const made = aLink()
  made.link.update(being(CONNECTING), [being(CONNECTING)])
  made.link.update(being(CONNECTED), [being(CONNECTED)])
  made.told.length = 0
  return made
}

test('is connected when every socket is, and says since when and why', () => {
  const { link, told, changes } = aLink()
  expect(link.state).toBe(DISCONNECTED)

  link.update(being(CONNECTING), [being(CONNECTING), being(CONNECTING)])
  link.update(being(CONNECTED), [being(CONNECTED), being(CONNECTING)])
  expect(link.state).toBe(CONNECTING)
  link.update(being(CONNECTED), [being(CONNECTED), being(CONNECTED)])

  expect([link.state, told]).toEqual([CONNECTED, ['connected CONNECTING→CONNECTED']])
  expect(changes).toEqual([
    { exchange: 'binance', state: CONNECTED, previous: CONNECTING, reason: 'it is CONNECTED', at: 5 },
  ])
})

test('one more socket that is being opened is no news', () => {
  const { link, told } = aConnectedLink()

  link.update(being(CONNECTING), [being(CONNECTED), being(CONNECTING)])
  link.update(being(CONNECTED), [being(CONNECTED), being(CONNECTED)])

  expect([link.state, told]).toEqual([CONNECTED, []])
})

test('one lost socket of several is a loss, told with the attempt that follows', () => {
  const { link, told, changes } = aConnectedLink()

  link.update(being(RECONNECTING, { attempt: 1, delayMs: 20 }), [being(CONNECTED), being(RECONNECTING)])

  expect(told).toEqual(['disconnected CONNECTED→RECONNECTING', 'reconnecting CONNECTED→RECONNECTING'])
  expect(changes.at(-1)).toMatchObject({ attempt: 1, delayMs: 20 })
})

test('every further attempt is told, and the return once', () => {
  const { link, told } = aConnectedLink()
  for (let i = 0; i < 2; i++) link.update(being(RECONNECTING), [being(RECONNECTING)])

  link.update(being(CONNECTED), [being(CONNECTED)])

  expect(told.slice(2)).toEqual(['reconnecting RECONNECTING→RECONNECTING', 'connected RECONNECTING→CONNECTED'])
})

test('a socket that comes back while another is away changes nothing yet', () => {
  const { link, told } = aConnectedLink()
  link.update(being(RECONNECTING), [being(RECONNECTING), being(RECONNECTING)])
  told.length = 0

  link.update(being(CONNECTED), [being(CONNECTED), being(RECONNECTING)])

  expect([link.state, told]).toEqual([RECONNECTING, []])
})

test('one socket whose attempts are spent is the end of all', () => {
  const { link, told } = aConnectedLink()

  link.update(being(TERMINATED), [being(CONNECTED), being(TERMINATED)])

  expect([link.state, told]).toEqual([TERMINATED, ['disconnected CONNECTED→TERMINATED']])
})

test('an end that was asked for is told once, and a link that never began has no end', () => {
  const { link, told } = aConnectedLink()
  link.become(DISCONNECTING, 'asked')
  link.become(DISCONNECTED, 'asked')
  link.become(DISCONNECTED, 'again')

  expect(told).toEqual(['disconnected DISCONNECTING→DISCONNECTED'])

  const idle = aLink()
  idle.link.become(DISCONNECTED, 'asked')
  expect(idle.told).toEqual([])
})
