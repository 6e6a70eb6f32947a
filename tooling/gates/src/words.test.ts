import { expect, test } from 'vitest'
import { machineWords } from './words.ts'

// Written in pieces, so that this file does not itself say what it forbids.
const home = ['', 'home', 'somebody', 'project'].join('/')
const host = ['registry', 'example', 'com'].join('.')

test.each([
  ['a home folder', `import '${home}/x.ts'`],
  ['the home folder of root', `cd ${['', 'root', 'x'].join('/')}`],
  ['a registry', `"resolved": "https://${host}/ws"`],
])('names %s, with its line', (_what, line) => {
  expect(machineWords({ path: 'a.ts', text: `first\n${line}` })).toEqual([expect.stringMatching(/^a\.ts:2 names /)])
})

test.each(['https://example.com/home/somebody/', 'registry.get(name)', './root/x.ts', 'packages/work/x.ts'])(
  'has nothing against %s',
  (text) => expect(machineWords({ path: 'a.ts', text })).toEqual([]),
)
