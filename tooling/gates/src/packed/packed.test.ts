import { expect, test } from 'vitest'
import { entriesProgram, notFromTarballs } from './consumer.ts'
import { excess, median } from './import-cost.ts'
import { contentProblems } from './package-shape.ts'

const SOUND = ['package/LICENSE', 'package/README.md', 'package/package.json', 'package/dist/index.js']

test('has nothing against a tarball with a licence, a README and no more than it needs', () => {
  expect(contentProblems('x.tgz', SOUND, '{}')).toEqual([])
})

test.each([
  ['a README is missing', SOUND.filter((path) => !path.includes('README')), '{}', 'has no README.md'],
  ['a test is inside', [...SOUND, 'package/src/a.test.ts'], '{}', 'carries package/src/a.test.ts'],
  ['build information is inside', [...SOUND, 'package/dist/.tsbuildinfo'], '{}', 'carries package/dist/.tsbuildinfo'],
  ['a version means the workspace', SOUND, '{ "@md/types": "workspace:^" }', 'workspace:'],
  ['a version means the catalog', SOUND, '{ "ws": "catalog:" }', 'catalog:'],
  ['sources are exported', SOUND, '{ "@md/source": "./src/index.ts" }', 'still exports its sources'],
])('refuses a tarball when %s', (_what, paths, manifest, complaint) => {
  expect(contentProblems('x.tgz', paths, manifest)).toEqual([expect.stringContaining(complaint)])
})

test('notices a package of ours that did not come from its tarball', () => {
  const packages = {
    'node_modules/@md/types': { resolved: 'file:../md-types-0.1.0.tgz' },
    'node_modules/@md/manager/node_modules/@md/types': { resolved: 'https://somewhere/types.tgz' },
    'node_modules/ws': { resolved: 'https://somewhere/ws.tgz' },
  }
  expect(notFromTarballs({ packages })).toEqual([expect.stringContaining('manager/node_modules/@md/types was not')])
})

test('imports every entry in the program it writes', () => {
  expect(entriesProgram(['@md/types', '@md/types/testing'])).toContain("import * as entry1 from '@md/types/testing'")
})

test('takes the middle of several measurements', () => {
  expect(median([9, 1, 500, 3, 4])).toBe(4)
})

test.each([
  ['slow', { ms: 101, megabytes: 1 }],
  ['large', { ms: 1, megabytes: 21 }],
])('refuses an import that is too %s', (_what, cost) => {
  expect(excess(['@md/x', cost])).toEqual([expect.stringContaining('@md/x: ')])
})

test('has nothing against an import within the bounds', () => {
  expect(excess(['@md/x', { ms: 99, megabytes: 19 }])).toEqual([])
})
