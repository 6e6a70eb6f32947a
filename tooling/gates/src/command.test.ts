import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { run } from './command.ts'

const node = (program: string, limitSeconds = 20) =>
  run({ program: process.execPath, args: ['--eval', program], cwd: process.cwd(), limitSeconds })

test('tells what a command printed, on both streams, and that it succeeded', async () => {
  const outcome = await node("console.log('out'); console.error('err')")
  expect(outcome).toMatchObject({ succeeded: true, output: expect.stringMatching(/out\nerr|err\nout/) })
})

test('tells with which code a command failed', async () => {
  expect(await node('process.exit(7)')).toMatchObject({ succeeded: false, ending: 'exited with 7' })
})

test('tells why a command could not be started', async () => {
  const outcome = await run({ program: 'no-such-program', args: [], cwd: process.cwd(), limitSeconds: 5 })
  expect(outcome).toMatchObject({ succeeded: false, ending: expect.stringContaining('ENOENT') })
})

/** Prints the port it listens on, and would listen for ever. */
const SERVER = `const server = require('node:net').createServer().listen(0, '127.0.0.1', () => console.log(server.address().port))`

test('stops a command whose time is up, with what it started', async () => {
  const outcome = await node(
    `require('node:child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(SERVER)}], { stdio: 'inherit' })`,
    2,
  )
  expect(outcome).toMatchObject({ succeeded: false, ending: 'was stopped after 2 s' })
  const [refusal] = await once(connect({ host: '127.0.0.1', port: Number(outcome.output) }), 'error')
  expect(refusal).toMatchObject({ code: 'ECONNREFUSED' })
})
