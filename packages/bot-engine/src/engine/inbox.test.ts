import { expect, test } from 'vitest'
import { Inbox } from './inbox.ts'

interface Letter {
  readonly name: string
  readonly droppable?: boolean
  readonly brings?: readonly Letter[]
  readonly throws?: boolean
}

function anInbox(capacity = 10) {
  const handled: string[] = []
  const inbox: Inbox<Letter> = new Inbox<Letter>({
    handle: ({ brings = [], name, throws }) => {
      for (const letter of brings) inbox.post(letter)
      handled.push(name)
      if (throws) throw new Error(`${name} is wrong`)
    },
    mayDrop: ({ droppable }) => droppable === true,
    capacity,
  })
  return { handled, inbox }
}

test('what comes while something is handled waits, in its order', () => {
  const { handled, inbox } = anInbox()
  inbox.post({ name: 'a', brings: [{ name: 'b', brings: [{ name: 'd' }] }, { name: 'c' }] })
  expect(handled).toEqual(['a', 'b', 'c', 'd'])
})

test('a full mailbox drops the oldest of what may be dropped, counts it, and never anything else', () => {
  const { handled, inbox } = anInbox(2)
  const event = (name: string): Letter => ({ name, droppable: true })
  inbox.post({ name: 'a', brings: [event('1'), { name: 'fill' }, event('2'), event('3'), event('4')] })
  expect(handled).toEqual(['a', 'fill', '3', '4'])
  expect(inbox.dropped).toBe(2)
  expect(inbox.size).toBe(0)
})

test('one that fails holds up no other, and its sender hears of it', () => {
  const { handled, inbox } = anInbox()
  const bad: Letter = { name: 'a', throws: true, brings: [{ name: 'b', throws: true }, { name: 'c' }] }
  expect(() => inbox.post(bad)).toThrow('a is wrong')
  expect(handled).toEqual(['a', 'b', 'c'])
  inbox.post({ name: 'd' })
  expect(handled).toEqual(['a', 'b', 'c', 'd'])
})
