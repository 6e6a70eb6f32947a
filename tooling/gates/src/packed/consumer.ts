import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run, tool } from '../command.ts'
import type { Gate } from '../gate.ts'
import { readJson } from '../workspace/workspace.ts'
import { expectSuccess, type Packed, packAll } from './pack.ts'
import { inScratch } from './scratch.ts'

/** The sample lives in the repository, where it is type-checked too. */
const SAMPLE = 'first-trades.ts'
const SAMPLE_FOLDER = 'tooling/gates/consumer'

/** A stranger's project: what would be published, installed from the tarballs, compiled and run by plain Node. */
export const consumer: Gate = {
  name: 'consumer',
  promise: 'the packed packages install, compile and run outside the workspace',
  check: (root) =>
    inScratch((tarballs) =>
      inScratch(async (project) => {
        const packed = await packAll(root, tarballs)
        await writeProject(root, project, packed)

        expectSuccess('npm install', await run({ program: 'npm', args: INSTALL, cwd: project, limitSeconds: 180 }))
        const strays = notFromTarballs(await readJson<PackageLock>(join(project, 'package-lock.json')))
        if (strays.length > 0) return { problems: strays }

        expectSuccess('the compiler', await tool(root, 'tsc', ['-p', project], 120))
        const { output: entries } = await runCompiled(project, 'entries.js')
        const { output: sample } = await runCompiled(project, SAMPLE.replace('.ts', '.js'))
        return { problems: [], notes: [entries.trim(), ...sample.trim().split('\n')] }
      }),
    ),
}

/** Linked, so that a package finds what it declares and nothing else. */
const INSTALL = ['install', '--install-strategy=linked', '--ignore-scripts', '--no-audit', '--no-fund']

async function runCompiled(project: string, file: string) {
  const outcome = await run({ program: process.execPath, args: [join('out', file)], cwd: project, limitSeconds: 60 })
  expectSuccess(`node out/${file}`, outcome)
  return outcome
}

async function writeProject(root: string, project: string, packed: readonly Packed[]): Promise<void> {
  const write = (name: string, content: unknown) =>
    writeFile(join(project, name), typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`)
  const nodeTypes = await readJson<{ version: string }>(join(root, 'node_modules/@types/node/package.json'))
  await write('package.json', projectManifest(packed, nodeTypes.version))
  await write('tsconfig.json', COMPILER)
  await write('entries.ts', entriesProgram(packed.flatMap(({ entries }) => entries)))
  await cp(join(root, SAMPLE_FOLDER, SAMPLE), join(project, SAMPLE))
}

/** Everything of ours is a tarball, whoever asks for it: the same names on a registry are nobody's business here. */
const projectManifest = (packed: readonly Packed[], nodeTypes: string) => ({
  name: 'consumer',
  private: true,
  type: 'module',
  dependencies: Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`])),
  devDependencies: { '@types/node': nodeTypes },
  overrides: Object.fromEntries(packed.map(({ name }) => [name, `$${name}`])),
})

/** As strict as a consumer can be; their libraries' types are checked too. */
const COMPILER = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023'],
    types: ['node'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    outDir: 'out',
    rootDir: '.',
  },
  files: ['entries.ts', SAMPLE],
}

/** Imports every public entry, and expects each to hold something when it runs. */
export const entriesProgram = (entries: readonly string[]): string => `${entries
  .map((entry, index) => `import * as entry${index} from '${entry}'`)
  .join('\n')}

const entries = { ${entries.map((entry, index) => `'${entry}': entry${index}`).join(', ')} }
const empty = Object.entries(entries).filter(([, names]) => Object.keys(names).length === 0)
if (empty.length > 0) throw new Error(\`nothing is exported by \${empty.map(([entry]) => entry).join(', ')}\`)
console.log(Object.entries(entries).map(([entry, names]) => \`\${entry} (\${Object.keys(names).length})\`).join(', '))
`

interface PackageLock {
  readonly packages: Readonly<Record<string, { readonly resolved?: string }>>
}

export const notFromTarballs = ({ packages }: PackageLock): readonly string[] =>
  Object.entries(packages)
    .filter(([path]) => path.includes('node_modules/@md/'))
    .filter(([, { resolved = '' }]) => !resolved.startsWith('file:'))
    .map(([path]) => `${path} was not installed from its tarball: the versions of the packages do not fit together`)
