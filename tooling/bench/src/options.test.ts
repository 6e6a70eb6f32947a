import { expect, test } from 'vitest'
import { CONTENDERS } from './contenders/all.ts'
import { PARTS, readOptions } from './options.ts'

test('measures everything when nothing is said', () => {
  expect(readOptions([])).toEqual({
    help: false,
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
  expect(() => readOptions(['bots-nothing'])).toThrow('part "bots-nothing" cannot be used')
})

test('takes parts, and contenders in its own order', () => {
  const { contenders, parts } = readOptions(['--', 'paced', 'book', '--contender', 'ours', '--contender', 'plain'])

  expect(parts).toEqual(['paced', 'book'])
  expect(contenders).toEqual(['plain', 'ours'])
})

test.each([
  ['a part', ['latency'], 'part "latency" cannot be used: one of throughput, paced'],
  ['a contender', ['--contender', 'cryptofeed'], '--contender "cryptofeed" cannot be used: one of '],
  ['a number', ['--frames', 'many'], '--frames "many" cannot be used: a whole number from 1'],
  ['a count', ['--repetitions', '0'], '--repetitions "0" cannot be used'],
  ['an outage', ['--outage', '0'], '--outage "0" cannot be used'],
  ['a flag', ['--quick'], 'option "--quick" cannot be used: there are --workload'],
])('names %s that it cannot use', (_what, args, complaint) => {
  expect(() => readOptions(args)).toThrow(complaint)
})
