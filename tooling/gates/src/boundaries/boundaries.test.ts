import { expect, test } from 'vitest'
import { SMALL } from '../../test/workspace.ts'
import { fileProblems } from './boundaries.ts'

const problemsIn = (path: string, text: string) => fileProblems({ path, text }, SMALL)

test.each([
  ['up', 'packages/types/src/a.ts', "import { X } from '@md/adapter-core'", 'points up or sideways'],
  ['up, for a type', 'packages/types/src/a.ts', "import type { X } from '@md/adapter-core'", 'points up or sideways'],
  ['up, from a test', 'packages/types/src/a.test.ts', "import { X } from '@md/adapter-core'", 'points up or sideways'],
  ['to a sibling', 'packages/adapter-kraken/src/a.ts', "export { X } from '@md/adapter-binance'", 'is a sibling'],
  ['to an app', 'packages/adapter-core/src/a.ts', "import('@md/standalone')", 'points up or sideways'],
  ['to a tool', 'packages/adapter-core/src/a.test.ts', "import '@md/bench'", 'points up or sideways'],
  ['out of its folder', 'packages/types/src/a.ts', "import { X } from '../../adapter-core/src/b.ts'", 'reaches out'],
  ['of what is not installed', 'packages/types/src/a.ts', "import { z } from 'zod'", 'not among the "dependencies"'],
  [
    'of the simulator in source',
    'packages/adapter-kraken/src/a.ts',
    "import '@md/exchange-simulator'",
    'for tests alone',
  ],
  ['of test helpers in source', 'packages/adapter-core/src/a.ts', "import '@md/types/testing'", 'made for tests'],
  ['of its own test helpers in source', 'packages/types/src/a.ts', "import './testing/fake.ts'", 'made for tests'],
  ['of ws beside the core', 'packages/adapter-kraken/src/a.ts', "import { WebSocket } from 'ws'", 'belongs to'],
])('refuses an import %s', (_what, path, text, complaint) => {
  expect(problemsIn(path, text)).toContainEqual(expect.stringContaining(complaint))
})

test.each([
  ['environment', 'const level = process.env.LEVEL', 'only main.ts reads the environment'],
  ['environment, by another name', "import { env } from 'node:process'", 'only main.ts reads the environment'],
  ['a timer', 'setTimeout(() => {}, 5)', 'only a clock touches timers'],
  ['a timer that aborts', 'const limit = AbortSignal.timeout(5)', 'only a clock touches timers'],
  ['a module of timers', "import { setTimeout as sleep } from 'node:timers/promises'", 'only a clock touches timers'],
  ['the time', 'const now = Date.now()', 'only a clock reads the time'],
  ['the time, by another name', 'const now = performance.now()', 'only a clock reads the time'],
  ['chance', 'const delay = Math.random() * 5', 'chance is handed in'],
])('refuses source that reaches for %s', (_what, text, complaint) => {
  expect(problemsIn('packages/adapter-core/src/a.ts', text)).toContainEqual(expect.stringContaining(complaint))
})

test.each([
  ['down', 'packages/adapter-kraken/src/a.ts', "import { X } from '@md/adapter-core'"],
  ['of ws in the core', 'packages/adapter-core/src/a.ts', "import { WebSocket } from 'ws'"],
  ['of the simulator in a test', 'packages/adapter-kraken/src/a.test.ts', "import '@md/exchange-simulator'"],
  ['of the simulator in test support', 'packages/adapter-kraken/test/kit.ts', "import '@md/exchange-simulator'"],
  ['of test helpers in a test', 'packages/adapter-core/src/a.test.ts', "import '@md/types/testing'"],
  ['of anything in an app', 'apps/standalone/src/a.ts', "import '@md/adapter-kraken'"],
  ['of Node itself', 'packages/types/src/a.ts', "import { join } from 'node:path'"],
  ['that is only a comment', 'packages/types/src/a.ts', "/**\n * import { X } from '@md/manager'\n */\n// import 'ws'"],
])('allows an import %s', (_what, path, text) => {
  expect(problemsIn(path, text)).toEqual([])
})

test.each([
  ['a clock to read the time', 'packages/adapter-core/src/system-clock.ts', 'performance.now()'],
  ['main.ts to read the environment', 'apps/standalone/src/main.ts', 'process.env.LEVEL'],
  ['a test to wait', 'packages/adapter-core/src/a.test.ts', 'setTimeout(done, 5)'],
  ['a tool to measure', 'tooling/bench/src/a.ts', 'performance.now()'],
  ['chance as a default', 'packages/adapter-core/src/a.ts', 'const { random = Math.random } = options'],
])('allows %s', (_what, path, text) => {
  expect(problemsIn(path, text)).toEqual([])
})

test('names the file, the line of the specifier, and what was imported', () => {
  const [problem] = problemsIn('packages/types/src/a.ts', "const a = 1\nimport {\n  X,\n} from '@md/adapter-core'\n")
  expect(problem).toMatch(/^packages\/types\/src\/a\.ts:4 imports @md\/adapter-core, which /)
})
