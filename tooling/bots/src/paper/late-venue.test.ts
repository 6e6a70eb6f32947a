import type { ExecutionVenue, OrderRequest, VenueEvent } from '@md/types'
import { expect, test } from 'vitest'
import { LateVenue } from './late-venue.ts'

const ORDER: OrderRequest = {
  exchange: 'kraken',
  symbol: 'BTC/USD',
  clientOrderId: 'a-1-1',
  side: 'buy',
  type: 'market',
  amount: '1',
}

/** A venue that can be made from the second attempt on. */
function aLateVenue() {
  const events: VenueEvent[] = []
  let attempts = 0
  let heard = 0
  let tell: (event: VenueEvent) => void = () => undefined
  const venue: ExecutionVenue = {
    clientOrderId: (botId, fence, sequence) => [botId, fence, sequence].join('-'),
    connect: async (listener) => {
      tell = listener
    },
    disconnect: async () => undefined,
    place: async () => ({ outcome: 'accepted', venueOrderId: 'v1' }),
    cancel: async () => ({ outcome: 'accepted', venueOrderId: 'v1' }),
    find: async () => undefined,
    openOrders: async () => [],
    fills: async () => [],
    balances: async () => [{ asset: 'USD', free: '5', locked: '0' }],
  }
  const late = new LateVenue({
    make: async () => {
      attempts += 1
      if (attempts === 1) throw new Error('the exchange lists nothing yet')
      return venue
    },
    onEvent: () => {
      heard += 1
    },
  })
  return { late, events, attempts: () => attempts, heard: () => heard, tell: (event: VenueEvent) => tell(event) }
}

test('until it is made nothing leaves, and nothing is answered as if it knew', async () => {
  const { late } = aLateVenue()
  expect(await late.place(ORDER)).toMatchObject({ outcome: 'rejected', message: 'the venue is not connected yet' })
  expect(await late.cancel('BTC/USD', 'a-1-1')).toMatchObject({ outcome: 'rejected' })
  await expect(late.find('BTC/USD', 'a-1-1')).rejects.toThrow('not connected yet')
  await expect(late.openOrders()).rejects.toThrow('not connected yet')
  await expect(late.fills('BTC/USD', 0)).rejects.toThrow('not connected yet')
  await expect(late.balances()).rejects.toThrow('not connected yet')
  expect(() => late.clientOrderId('a', 1, 1)).toThrow('not connected yet')
  await late.disconnect()
})

test('an attempt that fails is another on the next connect; once made it is the same for ever', async () => {
  const { attempts, events, heard, late, tell } = aLateVenue()
  await expect(late.connect((event) => events.push(event))).rejects.toThrow('the exchange lists nothing yet')
  await late.connect((event) => events.push(event))
  expect(await late.place(ORDER)).toMatchObject({ outcome: 'accepted' })
  expect(late.clientOrderId('a', 1, 2)).toBe('a-1-2')
  expect(await late.balances()).toHaveLength(1)

  tell({ type: 'connectivity', data: { connected: true, reason: 'back' } })
  expect(events).toHaveLength(1)
  expect(heard()).toBe(1)
  await late.disconnect()
  await late.connect((event) => events.push(event))
  expect(attempts()).toBe(2)
})
