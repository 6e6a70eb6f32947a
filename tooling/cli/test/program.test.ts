import { expect, onTestFinished, test } from 'vitest'
import { startProgram } from '../src/testing/index.ts'

const MAIN = new URL('./example.ts', import.meta.url)

function start(...args: readonly string[]) {
  const program = startProgram(MAIN, { args })
  onTestFinished(() => program.kill('SIGKILL'))
  return program
}

const USAGE = 'Usage: example --how HOW\n'

test.each([
  ['all is well', [], { code: 0, out: 'it goes well\n', err: '' }],
  ['something is wrong', ['--how', 'badly'], { code: 1, out: 'it goes badly\n', err: '' }],
  ['something breaks', ['--how', 'broken'], { code: 1, out: '', err: 'it is broken\n' }],
  ['help is asked for', ['--help'], { code: 0, out: USAGE, err: '' }],
])('when %s, the code tells, and nothing else is said', async (_what, args, ended) => {
  expect(await start(...args).ended).toEqual(ended)
})

test('a mistake in what is asked for is named, with the usage', async () => {
  const { code, err, out } = await start('--how', 'nicely').ended
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toBe(`--how "nicely" cannot be used: one of well, badly, broken, for-ever, by-title\n\n${USAGE}`)
})

test('a program is watched, and ended', async () => {
  const program = start('--how', 'for-ever')
  await program.says('for-ever')
  await program.says('it goes')
  expect(program.out).toBe('it goes for-ever\n')
  program.kill('SIGTERM')
  expect(await program.ended).toMatchObject({ code: undefined })
})

test('who waits for what a program never says is told how it ended', async () => {
  await expect(start('--how', 'broken').says('it goes')).rejects.toThrow(
    'ended with 1, without "it goes": it is broken',
  )
})

test('it gets the environment that it is given', async () => {
  const program = startProgram(MAIN, { args: ['--how', 'by-title'], environment: { NODE_OPTIONS: '--title=given' } })
  expect((await program.ended).out).toContain('it is called given')
})
