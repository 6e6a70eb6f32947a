import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { type Flags, readArguments, readFlags } from './read-flags.ts'

const FLAGS = {
  runs: { type: 'string', default: '25' },
  point: { type: 'string', multiple: true, default: [] },
  keep: { type: 'boolean', default: false },
} satisfies Flags

test.each([
  ['nothing', [], { runs: '25', point: [], keep: false }],
  ['= or a space', ['--runs=1', '--point', 'a', '--point=b'], { runs: '1', point: ['a', 'b'], keep: false }],
  ['what is said behind the separator', ['--', '--keep'], { runs: '25', point: [], keep: true }],
])('takes %s', (_what, args, values) => {
  expect(readFlags(args, FLAGS)).toEqual(values)
})

test('what stands beside the flags is taken where it is asked for', () => {
  expect(readArguments(['a', '--keep', 'b'], FLAGS)).toMatchObject({ positionals: ['a', 'b'], values: { keep: true } })
  expect(() => readFlags(['a'], FLAGS)).toThrow('options "a" cannot be used')
})

test.each([
  [['--rusn', '1'], 'option "--rusn" cannot be used: there are --runs, --point, --keep'],
  [['--loud=yes'], 'option "--loud=yes" cannot be used: there are --runs'],
  [['-k'], 'options "-k" cannot be used: Unknown option \'-k\''],
  [['--keep=yes'], 'options "--keep=yes" cannot be used'],
  [['--runs'], 'options "--runs" cannot be used'],
  [['--runs', '-1'], 'options "--runs -1" cannot be used'],
])('refuses %j, and says why', (args, message) => {
  expect(() => readFlags(args, FLAGS)).toThrow(InvalidInputError)
  expect(() => readArguments(args, FLAGS)).toThrow(message)
})
