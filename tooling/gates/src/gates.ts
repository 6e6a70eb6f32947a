import { boundaries } from './boundaries/boundaries.ts'
import { pnpm, tool } from './command.ts'
import { commandGate } from './command-gate.ts'
import type { Gate } from './gate.ts'
import { consumer } from './packed/consumer.ts'
import { importCost } from './packed/import-cost.ts'
import { packageShape } from './packed/package-shape.ts'
import { start } from './start.ts'
import { coverage } from './tests/coverage.ts'
import { tests } from './tests/run-tests.ts'
import { testFiles } from './tests/test-files.ts'
import { words } from './words.ts'

/** Every gate, the quick ones first. `test-files` and `coverage` read what `tests` left. */
export const GATES: readonly Gate[] = [
  commandGate({
    name: 'check',
    promise: 'Biome finds nothing: format, lint, import cycles',
    run: (root) => pnpm(root, ['check'], 120),
  }),
  words,
  boundaries,
  commandGate({
    name: 'turbo-boundaries',
    promise: 'packages depend in the direction of turbo.json, and import only what they declare',
    run: (root) => tool(root, 'turbo', ['boundaries', '--no-color'], 120),
  }),
  commandGate({
    name: 'sherif',
    promise: 'the package.json files agree with each other',
    run: (root) => tool(root, 'sherif', ['--fail-on-warnings'], 60),
  }),
  commandGate({
    name: 'unused',
    promise: 'knip finds no file, export or dependency that nobody uses',
    run: (root) => pnpm(root, ['unused'], 120),
  }),
  commandGate({
    name: 'build',
    promise: 'every package builds',
    run: (root) => pnpm(root, ['build'], 300),
  }),
  commandGate({
    name: 'types',
    promise: 'the compiler accepts every source and every test',
    run: (root) => pnpm(root, ['types'], 300),
  }),
  tests,
  testFiles,
  coverage,
  packageShape,
  consumer,
  importCost,
  start,
  commandGate({
    name: 'soak',
    promise: 'two minutes of faults at three exchanges: nothing grows, nothing is lost unsaid',
    run: (root) => pnpm(root, ['soak', '--minutes', '2'], 240),
  }),
]
