import type { Gate } from '../gate.ts'
import { committedFiles, readTexts, type TextFile } from '../workspace/files.ts'
import { readLayers, readPackages } from '../workspace/workspace.ts'
import { codeProblems } from './code-rules.ts'
import { IMPORT_RULES, type Surroundings } from './import-rules.ts'
import { type SourceFile, toSourceFile } from './source-file.ts'
import { wiringProblems } from './wiring.ts'

/** What `turbo boundaries` cannot see: single files, what is published, and the world outside. */
export const boundaries: Gate = {
  name: 'boundaries',
  promise: 'imports point down, and only the right files touch sockets, time, chance and the environment',
  async check(root) {
    const [layers, packages, paths] = await Promise.all([readLayers(root), readPackages(root), committedFiles(root)])
    const texts = await readTexts(
      root,
      paths.filter((path) => !path.includes('/fixtures/')),
    )
    return {
      problems: [
        ...(await wiringProblems(root, { packages, layers })),
        ...texts.flatMap((text) => fileProblems(text, { packages, layers })),
      ],
      notes: [`${texts.length} files, ${packages.length} packages`],
    }
  },
}

export function fileProblems(text: TextFile, around: Surroundings): readonly string[] {
  const file = toSourceFile(text, around.packages)
  return file ? [...importProblems(file, around), ...codeProblems(file)] : []
}

const importProblems = (file: SourceFile, around: Surroundings): readonly string[] =>
  file.imports.flatMap((found) =>
    IMPORT_RULES.map((rule) => rule(file, found, around))
      .filter((problem) => problem !== undefined)
      .map((problem) => `${file.path}:${found.line} imports ${found.specifier}, which ${problem}`),
  )
