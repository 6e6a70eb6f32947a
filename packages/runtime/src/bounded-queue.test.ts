import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BoundedQueue, type OnFull } from './bounded-queue.ts'

test('is first in, first out', () => {
  const queue = new BoundedQueue<string>(3)
  for (const item of ['a', 'b', 'c']) queue.push(item)

  expect(queue.peek()).toBe('a')
  expect([queue.shift(), queue.shift(), queue.shift(), queue.shift()]).toEqual(['a', 'b', 'c', undefined])
  expect(queue.peek()).toBeUndefined()
})

test('a full queue loses its oldest item, hands it back and counts it', () => {
  const queue = new BoundedQueue<string>(2)
  queue.push('a')
  queue.push('b')

  expect(queue.push('c')).toBe('a')
  expect(queue.dropped).toBe(1)
  expect(queue.drain()).toEqual(['b', 'c'])
})

test('a full queue told to keep what it has refuses the new item', () => {
  const queue = new BoundedQueue<string>(1, 'drop-newest')
  queue.push('a')

  expect(queue.push('b')).toBe('b')
  expect(queue.drain()).toEqual(['a'])
})

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('a limit of %s is refused', (limit) => {
  expect(() => new BoundedQueue(limit)).toThrow(`limit ${limit} cannot be used: a whole number from 1`)
})

type Operation = { readonly push: number } | 'shift' | 'drain' | 'clear'

test('is what a plain array would be, after any sequence of operations', () => {
  const operations = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ push: fc.nat() }) },
      { weight: 3, arbitrary: fc.constant('shift' as const) },
      { weight: 1, arbitrary: fc.constantFrom('drain' as const, 'clear' as const) },
    ),
    { maxLength: 100 },
  )

  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom<OnFull>('drop-oldest', 'drop-newest'),
      operations,
      (limit, onFull, steps) => {
        const queue = new BoundedQueue<number>(limit, onFull)
        const model = new ArrayQueue(limit, onFull)
        for (const step of steps) {
          expect(apply(queue, step)).toEqual(apply(model, step))
          expect([queue.size, queue.peek(), queue.dropped]).toEqual([model.size, model.peek(), model.dropped])
        }
        expect(queue.drain()).toEqual(model.drain())
      },
    ),
  )
})

type Queue = Pick<BoundedQueue<number>, 'push' | 'shift' | 'drain' | 'clear'>

function apply(queue: Queue, operation: Operation): unknown {
  return typeof operation === 'string' ? queue[operation]() : queue.push(operation.push)
}

class ArrayQueue implements Queue {
  #items: number[] = []
  dropped = 0
  readonly #limit: number
  readonly #onFull: OnFull

  constructor(limit: number, onFull: OnFull) {
    this.#limit = limit
    this.#onFull = onFull
  }

  get size(): number {
    return this.#items.length
  }

  peek(): number | undefined {
    return this.#items[0]
  }

  push(item: number): number | undefined {
    const full = this.size === this.#limit
    if (full) this.dropped += 1
    if (full && this.#onFull === 'drop-newest') return item
    this.#items.push(item)
    return full ? this.#items.shift() : undefined
  }

  shift(): number | undefined {
    return this.#items.shift()
  }

  drain(): number[] {
    return this.#items.splice(0)
  }

  clear(): void {
    this.#items = []
  }
}
