import type { SourceFile } from './source-file.ts'

/** Something of the outside world that only a few files may touch. */
interface CodeRule {
  readonly pattern: RegExp
  readonly exempt: (file: SourceFile) => boolean
  readonly remedy: string
}

const isClock = ({ path }: SourceFile): boolean => /\/(system-)?clock\.ts$/.test(path)

/** Tools measure real time; that is what they are for. */
const mayTakeTime = (file: SourceFile): boolean => isClock(file) || file.owner.layer === 'tooling'

const CODE_RULES: readonly CodeRule[] = [
  {
    pattern: /\bprocess\.env\b|\benv\b[^'"\n]*from 'node:process'/g,
    exempt: ({ role }) => role === 'main',
    remedy: 'only main.ts reads the environment: take what you need as an option',
  },
  {
    pattern: /\b(?:setTimeout|setInterval|setImmediate|AbortSignal\.timeout)\(|'node:timers(?:\/promises)?'/g,
    exempt: mayTakeTime,
    remedy: 'only a clock touches timers: wait with the Clock that is handed in',
  },
  {
    pattern: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.(?:now|timeOrigin)\b|\bprocess\.hrtime\b/g,
    exempt: mayTakeTime,
    remedy: 'only a clock reads the time: ask the Clock that is handed in',
  },
  {
    pattern: /\bMath\.random\(/g,
    exempt: ({ owner }) => owner.layer === 'tooling',
    remedy: 'chance is handed in: take `random: () => number` as an option',
  },
]

/** Tests may use the real world; what they test may not. */
export const codeProblems = (file: SourceFile): readonly string[] =>
  file.role === 'test' ? [] : CODE_RULES.filter((rule) => !rule.exempt(file)).flatMap((rule) => breaches(file, rule))

const breaches = ({ code, path }: SourceFile, { pattern, remedy }: CodeRule): readonly string[] =>
  [...code.matchAll(pattern)].map(({ 0: text, index }) => {
    const line = code.slice(0, index).split('\n').length
    return `${path}:${line} uses ${text.replace('(', '')}: ${remedy}`
  })
