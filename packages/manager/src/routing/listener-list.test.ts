import { expect, test } from 'vitest'
import { settled } from '../../test/kit.ts'
import { ListenerList } from './listener-list.ts'

function aList() {
  const failures: unknown[] = []
  const heard: string[] = []
  const list = new ListenerList<number>((error) => failures.push(error))
  const listener = (name: string) => (value: number) => {
    heard.push(`${name}${value}`)
  }
  return { list, failures, heard, listener }
}

test('calls everybody in the order they came', () => {
  const { heard, list, listener } = aList()
  list.add(listener('a'))
  list.add(listener('b'))

  list.deliver(1)
  list.deliver(2)

  expect(heard).toEqual(['a1', 'b1', 'a2', 'b2'])
})

test('one that throws, or whose promise is rejected, is reported and hurts nobody else', async () => {
  const { failures, heard, list, listener } = aList()
  list.add(() => {
    throw new Error('thrown')
  })
  list.add(() => Promise.reject(new Error('rejected')))
  list.add(() => Promise.resolve())
  list.add(() => 'a value nobody asked for')
  list.add(listener('a'))

  list.deliver(1)
  await settled()

  expect(heard).toEqual(['a1'])
  expect(failures).toEqual([new Error('thrown'), new Error('rejected')])
})

test('the same function added twice is called twice, and each removal takes one', () => {
  const { heard, list, listener } = aList()
  const twice = listener('a')
  const removeFirst = list.add(twice)
  list.add(twice)

  removeFirst()
  removeFirst()
  list.deliver(1)

  expect(heard).toEqual(['a1'])
  expect(list.size).toBe(1)
})

test('one removed during a delivery is not called again, also within it; the others keep their places', () => {
  const { heard, list, listener } = aList()
  list.add(listener('a'))
  list.add(() => {
    removeC()
    removeC()
  })
  const removeC = list.add(listener('c'))
  list.add(listener('d'))

  list.deliver(1)
  expect(list.size).toBe(3)
  list.deliver(2)

  expect(heard).toEqual(['a1', 'd1', 'a2', 'd2'])
})

test('one added during a delivery hears the next value first', () => {
  const { heard, list, listener } = aList()
  let added = false
  list.add(() => {
    if (!added) list.add(listener('late'))
    added = true
  })

  list.deliver(1)
  list.deliver(2)

  expect(heard).toEqual(['late2'])
})

test('a delivery within a delivery respects removals of both', () => {
  const { heard, list, listener } = aList()
  list.add((value) => {
    if (value === 1) list.deliver(2)
  })
  list.add((value) => {
    if (value === 2) removeC()
  })
  const removeC = list.add(listener('c'))
  list.add(listener('d'))

  list.deliver(1)
  list.deliver(3)

  expect(heard).toEqual(['d2', 'd1', 'd3'])
  expect(list.size).toBe(3)
})

test('a removal within a delivery within a delivery does not move the others out of their turn', () => {
  const { failures, heard, list, listener } = aList()
  const removeA = list.add(listener('a'))
  list.add((value) => {
    if (value === 2) removeA()
  })
  list.add((value) => {
    if (value === 1) list.deliver(2)
  })
  list.add(listener('d'))

  list.deliver(1)

  expect(heard).toEqual(['a1', 'a2', 'd2', 'd1'])
  expect(failures).toEqual([])
})

test('one that throws while another is removed leaves the list whole', () => {
  const { failures, heard, list, listener } = aList()
  const removeA = list.add(listener('a'))
  list.add(() => {
    removeA()
    throw new Error('thrown')
  })

  list.deliver(1)
  list.deliver(2)

  expect(heard).toEqual(['a1'])
  expect(failures).toHaveLength(2)
  expect(list.size).toBe(1)
})
