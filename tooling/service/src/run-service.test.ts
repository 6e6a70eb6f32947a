import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ManualClock } from '@md/types/testing'
import { expect, onTestFinished, test } from 'vitest'
import type { Configuration } from './configuration/configuration.ts'
import { runService } from './run-service.ts'

interface Given {
  readonly args?: readonly string[]
  readonly environment?: Record<string, string>
  readonly folder?: string
  readonly fails?: Error
}

/** An app that starts or fails, in a process that writes down what is done to it. */
async function aRun({ args = [], environment = {}, fails, folder = '/nowhere' }: Given = {}) {
  const said = { out: '', err: '' }
  const codes: number[] = []
  const listeners = new Map<string, () => void>()
  const loaded: string[] = []
  const started: { readonly configuration: Configuration; readonly given: ReadonlySet<string> }[] = []
  let drained = 0
  let emergencies = 0
  await runService({
    role: 'executor',
    process: {
      argv: ['node', 'main.ts', ...args],
      stdout: { write: (text) => (said.out += text) },
      stderr: { write: (text) => (said.err += text) },
      cwd: () => folder,
      loadEnvFile: (path) => loaded.push(path),
      on: (signal, listener) => listeners.set(signal, listener),
      exit: (code) => codes.push(code),
    },
    environment: { LOG_LEVEL: 'silent', ...environment },
    clock: new ManualClock(),
    flags: { json: 'lines of JSON' },
    start: async (configuration, _, given) => {
      if (fails !== undefined) throw fails
      started.push({ configuration, given })
      return {
        drain: async () => {
          drained += 1
        },
        emergency: () => {
          emergencies += 1
        },
      }
    },
  })
  return {
    said,
    codes,
    loaded,
    started,
    drained: () => drained,
    emergencies: () => emergencies,
    signal: (name: string) => listeners.get(name)?.(),
  }
}

test('starts with its configuration and flags, and drains on a signal', async () => {
  const { codes, drained, signal, started } = await aRun({ args: ['--', '--json'], environment: { HTTP_PORT: '7' } })
  expect(started).toEqual([{ configuration: expect.objectContaining({ role: 'executor' }), given: new Set(['json']) }])
  expect(started[0]?.configuration.http.port).toBe(7)
  expect(codes).toEqual([])

  signal('SIGTERM')
  await new Promise((resolve) => setImmediate(resolve))
  expect(drained()).toBe(1)
  expect(codes).toEqual([0])
})

test('SIGUSR2 is an emergency, and no reason to leave', async () => {
  const { codes, drained, emergencies, signal } = await aRun()
  signal('SIGUSR2')
  signal('SIGUSR2')
  expect(emergencies()).toBe(2)
  expect({ drained: drained(), codes }).toEqual({ drained: 0, codes: [] })
})

test.each([
  ['a configuration that cannot be used', { environment: { HTTP_PORT: 'far' } }, 'HTTP_PORT "far" cannot be used'],
  ['a flag that there is not', { args: ['--jsno'] }, '--jsno'],
  ['a start that fails', { fails: new Error('the port is taken') }, 'the port is taken'],
])('%s is one message on stderr, and 2', async (_, given, message) => {
  const { codes, said, started } = await aRun(given)
  expect(codes).toEqual([2])
  expect(said.err).toContain(message)
  expect(started).toEqual([])
})

test('--help says what there is and starts nothing', async () => {
  const { codes, said, started } = await aRun({ args: ['--help'] })
  expect(codes).toEqual([0])
  expect(said.out).toMatch(/--filter executor start.*--json +lines of JSON.*--help/s)
  expect(started).toEqual([])
})

test('a .env is read where the command was typed, and where it runs', async () => {
  const folders = await Promise.all(['typed', 'runs'].map((name) => mkdtemp(join(tmpdir(), `md-${name}-`))))
  onTestFinished(async () => {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })))
  })
  const [typed = '', folder = ''] = folders
  const files = folders.map((one) => join(one, '.env'))
  await Promise.all(files.map((file) => writeFile(file, '')))
  const { loaded } = await aRun({ folder, environment: { INIT_CWD: typed } })
  expect(loaded).toEqual(files)
  expect((await aRun()).loaded).toEqual([])
})
