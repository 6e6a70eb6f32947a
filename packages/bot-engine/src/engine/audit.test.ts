import type { ExecutionVenue, VenueEvent } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aPaperVenue, buy, EngineStage, puppet, turns } from '../../test/engine-stage.ts'
import { PaperFeed } from '../../test/paper-feed.ts'

/** A bot with an order that rests, at a venue whose news can be kept back and whose questions can be left unanswered. */
async function aBotWithALine() {
  const clock = new ManualClock()
  const feed = new PaperFeed(clock)
  const line = { hears: true, answers: true, asked: 0, tell: (_event: VenueEvent): void => undefined }
  const venue = aPaperVenue(clock, feed)
  const connect = venue.connect.bind(venue)
  venue.connect = (listener) => {
    line.tell = listener
    return connect((event) => {
      if (line.hears) listener(event)
    })
  }
  const openOrders: ExecutionVenue['openOrders'] = venue.openOrders.bind(venue)
  venue.openOrders = () => {
    line.asked += 1
    return line.answers ? openOrders() : Promise.reject(new Error('the line is dead'))
  }
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { clock, feed, venue }).begun()
  does(buy('1', { type: 'limit', price: 98 }))
  await stage.price(100)
  const connected = async (isConnected: boolean) => {
    line.tell({ type: 'connectivity', data: { connected: isConnected, reason: 'the network' } })
    await turns()
  }
  return { connected, line, stage }
}

test('what a venue did while it was away is found out when it is back, and asked again until it answers', async () => {
  const { connected, line, stage } = await aBotWithALine()
  await connected(false)
  line.hears = false
  stage.feed.showBook([[97, 50]], [[97.1, 50]])
  await stage.price(97)
  expect(stage.position?.amount).toBe('0')

  line.hears = true
  line.answers = false
  await connected(true)
  await stage.pass(29_000)
  expect(stage.position?.amount).toBe('0')
  line.answers = true
  await stage.pass(2_000)
  expect(stage.engine.status()).toMatchObject({ openOrders: [], positions: [{ amount: '1' }] })
})

test('a venue that comes back again while it is being asked is asked once more', async () => {
  const { connected, line } = await aBotWithALine()
  const before = line.asked
  line.tell({ type: 'connectivity', data: { connected: true, reason: 'once' } })
  line.tell({ type: 'connectivity', data: { connected: true, reason: 'twice' } })
  await connected(true)
  expect(line.asked - before).toBe(2)
})

test('a bot that has ended does not ask again', async () => {
  const { connected, line, stage } = await aBotWithALine()
  line.answers = false
  await connected(true)
  const ended = stage.engine.cleanup('enough', { deadlineMs: 0 })
  await stage.pass(1_000)
  await ended
  const before = line.asked
  await stage.pass(40_000)
  expect(line.asked).toBe(before)
})
