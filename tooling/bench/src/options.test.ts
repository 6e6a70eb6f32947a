import { expect, test } from 'vitest'
import { CONTENDERS } from './contenders/all.ts'
import { PARTS, readOptions } from './options.ts'

test('measures everything when nothing is said', () => {
  expect(readOptions([])).toEqual({
    parts: PARTS,
    workload: '',
    contenders: CONTENDERS,
    frames: 200_000,
    repetitions: 3,
    profile: false,
    json: undefined,
    markdown: undefined,
    updateDocs: false,
    outage: 10,
  })
})

test('bots are all parts of theirs, or one of them', () => {
  expect(readOptions(['bots']).parts).toEqual(['bots-fleet', 'bots-wire', 'bots-path', 'bots-backtest'])
  expect(readOptions(['book', 'bots-wire']).parts).toEqual(['book', 'bots-wire'])
  expect(() => readOptions(['bots-nothing'])).toThrow('"bots-nothing" is not measured')
})

test('takes parts, and contenders in its own order', () => {
  const { contenders, parts } = readOptions(['--', 'paced', 'book', '--contender', 'ours', '--contender', 'plain'])

  expect(parts).toEqual(['paced', 'book'])
  expect(contenders).toEqual(['plain', 'ours'])
})

test.each([
  ['a part', ['latency'], 'there are throughput, paced'],
  ['a contender', ['--contender', 'cryptofeed'], 'is no contender'],
  ['a number', ['--frames', 'many'], '--frames many'],
  ['a count', ['--repetitions', '0'], '--repetitions 0'],
  ['an outage', ['--outage', '0'], '--outage 0'],
  ['a flag', ['--quick'], '--quick'],
])('names %s that it cannot use', (_what, args, complaint) => {
  expect(() => readOptions(args)).toThrow(complaint)
})
