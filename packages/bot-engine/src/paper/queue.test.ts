import { expect, test } from 'vitest'
import { Queue } from './queue.ts'

test('joins behind everything that is shown', () => {
  expect(new Queue(5, 'proportional').ahead).toBe(5)
})

test('trades take what is ahead first, and then reach the order', () => {
  const queue = new Queue(0.3, 'proportional')
  expect(queue.trade(0.1, 1)).toBe(0)
  expect(queue.ahead).toBe(0.2)
  expect(queue.trade(0.5, 2)).toBe(0.3)
  expect(queue.trade(0.5, 3)).toBe(0.5)
})

test('what leaves the level without a trade was cancelled evenly over the queue', () => {
  const queue = new Queue(4, 'proportional')
  queue.show(8, 1)
  expect(queue.ahead).toBe(4)
  queue.show(6, 2)
  expect(queue.ahead).toBe(3)
})

test('a pessimist takes every cancellation for one behind the order, until nothing else is left', () => {
  const queue = new Queue(4, 'pessimistic')
  queue.show(8, 1)
  queue.show(5, 2)
  expect(queue.ahead).toBe(4)
  queue.show(3, 3)
  expect(queue.ahead).toBe(3)
})

test('what is ahead is never more than what is shown', () => {
  const queue = new Queue(4, 'proportional')
  queue.show(0, 1)
  expect(queue.ahead).toBe(0)
  expect(queue.trade(1, 5_000)).toBe(1)
})

test('a trade and the level that it leaves behind count once, whichever comes first', () => {
  const tradeFirst = new Queue(10, 'proportional')
  tradeFirst.trade(4, 1)
  tradeFirst.show(6, 2)
  expect(tradeFirst.ahead).toBe(6)

  const bookFirst = new Queue(10, 'proportional')
  bookFirst.show(6, 1)
  bookFirst.trade(4, 2)
  expect(bookFirst.ahead).toBe(6)
})

test('a decrease that is half trade and half cancellation moves the order by both', () => {
  const queue = new Queue(10, 'proportional')
  queue.show(20, 0)
  queue.trade(5, 1)
  queue.show(12, 2)
  // 5 of the 8 were traded; 3 of the remaining 15 were cancelled, a fifth of the 5 ahead.
  expect(queue.ahead).toBe(4)
})

test('a trade long after a decrease is another event', () => {
  const queue = new Queue(10, 'proportional')
  queue.show(20, 0)
  queue.show(10, 1)
  expect(queue.ahead).toBe(5)
  expect(queue.trade(4, 5_000)).toBe(0)
  expect(queue.ahead).toBe(1)
})

test('a decrease long after a trade is another event', () => {
  const queue = new Queue(10, 'proportional')
  queue.show(20, 0)
  queue.trade(4, 1)
  queue.show(10, 5_000)
  expect(queue.ahead).toBe(3)
})
