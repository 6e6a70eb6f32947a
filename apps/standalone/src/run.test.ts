import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { systemClock } from '@md/runtime'
import { silentLogger } from '@md/types'
import { expect, test } from 'vitest'
import { plainScreen } from './dashboard/screen.ts'
import { readOptions } from './options.ts'
import { run } from './run.ts'

test('without a terminal the first line says that nothing is real', async () => {
  const output = new PassThrough()
  const said = text(output)
  await run(readOptions(['--exchange', 'kraken', '--duration', '0.2'], false), {
    clock: systemClock,
    logger: silentLogger,
    random: () => 0.5,
    screen: plainScreen(output),
    stop: new AbortController().signal,
  })
  output.end()

  expect((await said).split('\n')[0]).toBe(
    'SIMULATED exchanges on 127.0.0.1, bots with PAPER money: no price here is real',
  )
})
