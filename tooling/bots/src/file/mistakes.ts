import type { z } from 'zod'
import { type JsonShape, unknownKeys } from '../schema/json-shape.ts'
import { sentenceOf } from '../schema/sentence.ts'
import type { Path, YamlFile } from './document.ts'
import { suggestion } from './nearest.ts'
import type { Problem } from './problem.ts'

/** Gathers what is wrong with one file, each where it was written. */
export class Mistakes {
  readonly #yaml: YamlFile
  readonly #problems: Problem[] = []

  constructor(yaml: YamlFile) {
    this.#yaml = yaml
  }

  get problems(): readonly Problem[] {
    return this.#problems
  }

  /** The value at the path. */
  at(path: Path, message: string): void {
    this.#problems.push({ ...this.#yaml.placeOf(path), message })
  }

  /** The name that the value has. */
  atKey(path: Path, message: string): void {
    this.#problems.push({ ...this.#yaml.placeOfKey(path), message })
  }

  /** Names that there are not, below the path. */
  unknownKeys(value: unknown, shape: JsonShape, path: Path = []): void {
    for (const { known, path: key } of unknownKeys(value, shape)) {
      const given = String(key.at(-1))
      this.atKey([...path, ...key], `"${given}" is not known here: ${suggestion(given, known)}`)
    }
  }

  /** What a schema says, below the path. Unknown names are left to `unknownKeys`, which knows the others. */
  issues(issues: readonly z.core.$ZodIssue[], value: unknown, path: Path = []): void {
    for (const issue of issues) {
      if (issue.code === 'unrecognized_keys') continue
      const inner = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
      const name = nameOf([...path, ...inner])
      const isKey = issue.code === 'invalid_key'
      const said = { ...issue, message: withoutName(issue.message, inner.at(-1)) }
      const message = isKey ? keySentence(name, issue) : sentenceOf(name, valueAt(value, inner), said)
      if (isKey) this.atKey([...path, ...inner], message)
      else this.at([...path, ...inner], message)
    }
  }
}

/** A schema that serves others as well names the value itself. */
const withoutName = (message: string, name: string | number | undefined): string =>
  message.startsWith(`${name}: `) ? message.slice(`${name}: `.length) : message

const keySentence = (name: string, { issues }: z.core.$ZodIssueInvalidKey): string =>
  `the name ${name} cannot be used: ${issues[0]?.message ?? 'write another'}`

/** What somebody would call it: of `bots, 0, limits, maxOrderValue` the last two. */
function nameOf(path: Path): string {
  const inBot = path[0] === 'bots' && path.length > 1
  const words = path.slice(inBot ? 1 : 0).filter((step) => typeof step === 'string')
  if (inBot && words.length === 0) return `bot ${Number(path[1]) + 1}`
  return words.length === 0 ? 'the file' : words.slice(-2).join('.')
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null) return undefined
    return Object.entries(inner).find(([key]) => key === String(step))?.[1]
  }, value)
