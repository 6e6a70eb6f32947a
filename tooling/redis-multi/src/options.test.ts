import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

test('what is not said has a default', () => {
  expect(readOptions([])).toEqual({
    help: false,
    instances: 3,
    seconds: 20,
    rate: 100,
    delivery: 'repaired',
    processes: false,
    verbose: false,
    json: false,
    redisUrl: undefined,
  })
})

test.each([
  [['--instances=5', '--duration=30', '--verbose']],
  [['--', '--instances', '5', '--duration', '30', '--verbose']],
])('takes %j, with = or a space', (args) => {
  expect(readOptions(args)).toMatchObject({ instances: 5, seconds: 30, verbose: true })
})

test('takes all the rest', () => {
  const args = ['--delivery', 'live', '--processes', '--rate=0.5', '--json', '--redis-url', 'redis://x', '--help']
  expect(readOptions(args)).toMatchObject({
    delivery: 'live',
    processes: true,
    rate: 0.5,
    json: true,
    redisUrl: 'redis://x',
    help: true,
  })
})

test.each([
  [['--instances', '1'], '--instances "1" cannot be used: a whole number from 2'],
  [['--instances', '2.5'], 'a whole number from 2'],
  [['--duration='], '--duration "" cannot be used: a number above 0'],
  [['--rate', 'fast'], '--rate "fast" cannot be used: a number above 0'],
  [['--delivery', 'log'], '--delivery "log" cannot be used: one of live, repaired'],
  [['--loud'], 'option "--loud" cannot be used: there are --instances, --duration'],
  [['more'], 'options "more" cannot be used'],
])('refuses %j, and says what is allowed', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})
