import { expect, test } from 'vitest'
import { aCandleFolder } from '../../test/candles.ts'
import { output } from '../../test/command-output.ts'
import { sweepCommand } from './sweep-command.ts'

const FOLDER = aCandleFolder()
const CROSS = ['--strategy', 'ma-cross', '--params', '{"fast":5,"slow":20,"amount":1}']
const ARGS = [...CROSS, '--data', 'candles.csv', '--symbol', 'BTC/USDT', '--workers', '1']

test('a sweep of which nothing could be run fails, with the reason', async () => {
  const sweep = output(sweepCommand, [...ARGS, '--vary', 'nonsense=1'], FOLDER)
  await expect(sweep).rejects.toThrow(
    /^--vary "nonsense=1" cannot be used: none of 1 combination could be run, the first because .*nonsense/,
  )
})

test('combinations that could not be run are named, and refused orders are counted', async () => {
  const limits = ['--limits', '{"maxOrderValue":50}']
  const { text } = await output(sweepCommand, [...ARGS, ...limits, '--vary', 'fast=3,30,40'], FOLDER)
  const [head = '', row = ''] = text.split('\n').slice(2)
  expect(head).toMatch(/trips +refused$/)
  expect(Number(row.trim().split(/ +/).at(-1))).toBeGreaterThan(0)
  expect(text).toContain('2 could not be run, the first because parameters of ma-cross')
  expect(text).toMatch(/\n {2}fast=30\n {2}fast=40$/)
})
