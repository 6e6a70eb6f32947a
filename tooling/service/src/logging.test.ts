import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { createLogger } from './logging.ts'

function aLog(level: 'info' | 'debug' | 'silent' = 'info') {
  const lines: string[] = []
  const logger = createLogger({ level, app: 'host', destination: { write: (line) => lines.push(line) } })
  return { logger, lines, last: (): unknown => JSON.parse(lines.at(-1) ?? 'null') }
}

test('a line is JSON with the time, the level and the program', () => {
  const { last, logger } = aLog()
  logger.warn({ exchange: 'kraken' }, 'hello')
  expect(last()).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    app: 'host',
    exchange: 'kraken',
    msg: 'hello',
  })
})

test('an error is told with its code', () => {
  const { last, logger } = aLog()
  logger.error({ error: new InvalidInputError('depth', -1, 'a number from 1') }, 'no')
  expect(last()).toMatchObject({ error: { code: 'INVALID_INPUT', message: expect.stringContaining('depth -1') } })
})

test('a secret is not told, wherever it stands', () => {
  const { lines, logger } = aLog()
  logger.info(
    { password: 'hunter2', redis: { password: 'hunter2', redisUrl: 'hunter2', deeper: { password: 'hunter2' } } },
    'one',
  )
  logger.info({ address: 'redis://me:hunter2@near:6379/0' }, 'to rediss://:hunter2@far')
  logger.info({ error: new Error('no answer from redis://hunter2@near') }, 'two')
  expect(lines.join('')).not.toContain('hunter2')
  expect(lines.join('')).toContain('redis://[redacted]@near:6379/0')
})

test('the level decides what is told', () => {
  const quiet = aLog('silent')
  quiet.logger.error({}, 'nothing')
  const chatty = aLog('debug')
  chatty.logger.debug({}, 'everything')
  expect([quiet.lines.length, chatty.lines.length]).toEqual([0, 1])
})
