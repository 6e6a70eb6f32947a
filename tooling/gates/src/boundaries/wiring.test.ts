import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { aPackage } from '../../test/workspace.ts'
import { inScratch } from '../packed/scratch.ts'
import { wiringProblems } from './wiring.ts'

const types = aPackage({ name: '@md/types', layer: 'vocabulary' })
const book = aPackage({ name: '@md/order-book', layer: 'book', dependencies: ['@md/types'] })

/** What is wrong with a repository whose `tsconfig.json` files refer to these folders. */
const wired = (references: Readonly<Record<string, readonly string[]>>, packages = [types, book]) =>
  inScratch(async (root) => {
    for (const [folder, paths] of Object.entries(references)) {
      const path = join(root, folder, 'tsconfig.json')
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, JSON.stringify({ references: paths.map((one) => ({ path: one })) }))
    }
    return wiringProblems(root, {
      packages,
      layers: new Map([
        ['vocabulary', []],
        ['book', ['vocabulary']],
      ]),
    })
  })

const SOUND = {
  '.': ['packages/types', 'packages/order-book'],
  'packages/types': [],
  'packages/order-book': ['../types'],
}

test('finds nothing when every package is referred to and refers to what it depends on', async () => {
  expect(await wired(SOUND)).toEqual([])
})

test('names a package that the root forgot to compile', async () => {
  expect(await wired({ ...SOUND, '.': ['packages/types'] })).toEqual([
    'tsconfig.json does not refer to packages/order-book, so its types are never checked',
  ])
})

test('names a dependency that is not referred to, and a reference without a dependency', async () => {
  const problems = await wired({ ...SOUND, 'packages/types': ['../order-book'], 'packages/order-book': [] })
  expect(problems).toEqual([
    'packages/types/tsconfig.json refers to packages/order-book, which it does not depend on',
    'packages/order-book/tsconfig.json does not refer to its dependency packages/types',
  ])
})

test('names a package without a layer', async () => {
  const problems = await wired(SOUND, [aPackage({ name: '@md/types' }), book])
  expect(problems).toEqual(['packages/types/turbo.json has no tag: say which layer the package belongs to'])
})

test('names a layer that may import everything because nobody said what', async () => {
  const problems = await wired(SOUND, [aPackage({ name: '@md/types', layer: 'vocabulry' }), book])
  expect(problems).toEqual(['turbo.json does not say what the layer "vocabulry" of packages/types may import'])
})
