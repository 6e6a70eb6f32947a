import { expect, test } from 'vitest'
import { ListenerError } from './errors.ts'

test.each([
  [new Error('a bug'), 'a listener of "trade" threw: a bug'],
  ['a text', 'a listener of "trade" threw: a text'],
])('what a listener threw is told in words: %s', (cause, message) => {
  expect(new ListenerError('trade', cause)).toMatchObject({ message, cause })
})
