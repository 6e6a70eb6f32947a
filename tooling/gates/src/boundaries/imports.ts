export interface Import {
  /** As written: `./book.ts`, `ws`, `@md/types/testing`. */
  readonly specifier: string
  readonly line: number
}

/** `import … from`, `export … from`, `import 'x'`, `import('x')` and `require('x')`: types count like values. */
const FORMS = [
  /^[ \t]*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"$]+)['"]/gm,
  /^[ \t]*import\s*['"]([^'"$]+)['"]/gm,
  /\b(?:import|require)\(\s*['"]([^'"$]+)['"]/g,
]

export const importsOf = (code: string): readonly Import[] =>
  FORMS.flatMap((form) => [...code.matchAll(form)].map((match) => toImport(code, match)))

const toImport = (code: string, match: RegExpMatchArray): Import => ({
  specifier: match[1] ?? '',
  line: code.slice(0, (match.index ?? 0) + match[0].length).split('\n').length,
})

/** The package an import names: `@md/types` of `@md/types/testing`; nothing for a relative path or a part of Node. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0]
}
