import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Emitter } from './emitter.ts'

interface Events {
  price: number
  name: string
}

function anEmitter() {
  const thrown: (readonly [unknown, keyof Events])[] = []
  const heard: string[] = []
  const emitter = new Emitter<Events>((error, type) => thrown.push([error, type]))
  const hear = (name: string) => (price: number) => heard.push(`${name} ${price}`)
  return { emitter, thrown, heard, hear }
}

test('calls every listener of an event at once, in the order of registration', () => {
  const { emitter, heard, hear } = anEmitter()
  emitter.on('price', hear('a'))
  emitter.on('price', hear('b'))
  emitter.on('name', () => expect.unreachable())

  emitter.emit('price', 1)

  expect(heard).toEqual(['a 1', 'b 1'])
})

test('a listener is removed by what its registration returned, and only once', () => {
  const { emitter, heard, hear } = anEmitter()
  const listener = hear('a')
  const remove = emitter.on('price', listener)
  emitter.on('price', listener)

  remove()
  remove()
  emitter.emit('price', 1)

  expect(heard).toEqual(['a 1'])
  expect(emitter.listenerCount('price')).toBe(1)
  expect(emitter.listenerCount('name')).toBe(0)
})

test('a listener that throws is reported and hurts nobody else', () => {
  const { emitter, thrown, heard, hear } = anEmitter()
  const error = new Error('mine')
  emitter.on('price', () => {
    throw error
  })
  emitter.on('price', hear('b'))

  emitter.emit('price', 1)

  expect(heard).toEqual(['b 1'])
  expect(thrown).toEqual([[error, 'price']])
})

test('a listener whose promise is rejected is reported, and what others return is nobody’s concern', async () => {
  const { emitter, thrown, heard, hear } = anEmitter()
  const error = new Error('mine')
  emitter.on('price', async () => {
    throw error
  })
  emitter.on('price', async () => 5)
  for (const value of [null, 'text', {}]) emitter.on('price', () => value)
  emitter.on('price', hear('b'))

  emitter.emit('price', 1)
  expect([heard, thrown]).toEqual([['b 1'], []])
  await setImmediate()

  expect(thrown).toEqual([[error, 'price']])
})

test('who registers or leaves during an event changes the next one, not this one', () => {
  const { emitter, heard, hear } = anEmitter()
  emitter.on('price', () => {
    remove()
    if (emitter.listenerCount('price') === 1) emitter.on('price', hear('late'))
  })
  const remove = emitter.on('price', hear('b'))

  emitter.emit('price', 1)
  emitter.emit('price', 2)

  expect(heard).toEqual(['b 1', 'late 2'])
})

test('an event within an event is delivered at once', () => {
  const { emitter, heard, hear } = anEmitter()
  emitter.on('price', (price) => {
    if (price === 1) emitter.emit('price', 2)
  })
  emitter.on('price', hear('a'))

  emitter.emit('price', 1)

  expect(heard).toEqual(['a 2', 'a 1'])
})

test('an event nobody listens to is no event', () => {
  expect(() => anEmitter().emitter.emit('name', 'x')).not.toThrow()
})
