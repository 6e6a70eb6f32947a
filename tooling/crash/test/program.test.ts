import { type Ended, startProgram } from '@md/cli/testing'
import { expect, onTestFinished, test } from 'vitest'

const MAIN = new URL('../src/main.ts', import.meta.url)

function run(...args: readonly string[]): Promise<Ended> {
  const program = startProgram(MAIN, { args })
  onTestFinished(() => program.kill('SIGKILL'))
  return program.ended
}

test('prints what was killed where, and how it ended', async () => {
  const { code, err, out } = await run('--runs', '1', '--seed', '5', '--point', 'acquire')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/acquire:before +1 +1 +0\nacquire:sent +1 +1 +0\nacquire:after +1 +1 +0/)
  expect(out).toContain('1 runs with seed 5: 3 crashes')
}, 60_000)

test('fails when something is wrong, and says how to see it again', async () => {
  const { code, err } = await run('--runs=1', '--from=3', '--seed=3', '--point=hear-fill', '--bug=counts-fills-twice')
  expect(code).toBe(1)
  expect(err).toContain("by the venue's fills")
  expect(err).toContain('again: pnpm crash --runs 1 --from 3 --seed 3 --point=hear-fill --bug=counts-fills-twice')
}, 60_000)

test('refuses what it does not know, and helps', async () => {
  expect(await run('--point', 'lunch')).toMatchObject({ code: 2, err: expect.stringContaining('one of intent:before') })
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--point NAME') })
})
