import type { Surroundings } from '../src/boundaries/import-rules.ts'
import type { WorkspacePackage } from '../src/workspace/workspace.ts'

/** A package with the particulars that matter to a test. */
export const aPackage = (particulars: Partial<WorkspacePackage> & { readonly name: string }): WorkspacePackage => ({
  version: '0.1.0',
  folder: `packages/${particulars.name.replace('@md/', '')}`,
  layer: undefined,
  isPublished: true,
  dependencies: [],
  devDependencies: [],
  entries: [particulars.name],
  ...particulars,
})

/** A repository in small: two layers above the vocabulary, two siblings, a simulator, an app and a tool. */
export const SMALL: Surroundings = {
  layers: new Map([
    ['vocabulary', []],
    ['core', ['vocabulary', 'simulator']],
    ['adapter', ['vocabulary', 'core', 'simulator']],
    ['simulator', ['vocabulary']],
  ]),
  packages: [
    aPackage({ name: '@md/types', layer: 'vocabulary' }),
    aPackage({ name: '@md/adapter-core', layer: 'core', dependencies: ['@md/types', 'ws'] }),
    aPackage({ name: '@md/adapter-kraken', layer: 'adapter', dependencies: ['@md/types', '@md/adapter-core', 'ws'] }),
    aPackage({ name: '@md/adapter-binance', layer: 'adapter', dependencies: ['@md/adapter-core'] }),
    aPackage({ name: '@md/exchange-simulator', layer: 'simulator', folder: 'tooling/exchange-simulator' }),
    aPackage({ name: '@md/standalone', layer: 'app', folder: 'apps/standalone', dependencies: ['@md/adapter-kraken'] }),
    aPackage({ name: '@md/bench', layer: 'tooling', folder: 'tooling/bench', dependencies: ['@md/types'] }),
  ],
}
