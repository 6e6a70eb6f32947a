import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import type { Place, Problem } from './problem.ts'

export type Path = readonly (string | number)[]

/** A YAML file whose values still know where they were written. */
export interface YamlFile {
  /** Plain JSON; `undefined` where the text is no YAML. */
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** Of the value, or of what is nearest to it when it is not there. */
  placeOf(path: Path): Place
  /** Of the key itself. */
  placeOfKey(path: Path): Place
}

const START: Place = { line: 1, column: 1 }

/** Reads YAML 1.2, with anchors and merge keys. Never throws. */
export function readYaml(text: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false })
  const at = (offset: number | undefined): Place => {
    if (offset === undefined) return START
    const { col, line } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const problems = [
    ...[...document.errors, ...document.warnings].map(({ message, pos: [from] }) => ({ ...at(from), message })),
    ...danglingAliases(document).map(({ name, offset }) => ({
      ...at(offset),
      message: `*${name} refers to nothing: no value before it has the anchor &${name}`,
    })),
  ]
  const { problem, value } = problems.length === 0 ? plain(document) : { value: undefined }
  return {
    value,
    problems: problem === undefined ? problems : [problem],
    placeOf: (path) => at(find(document, path).value),
    placeOfKey: (path) => {
      const { key, value: near } = find(document, path)
      return at(key ?? near)
    },
  }
}

/** A handful of anchors that refer to each other may stand for millions of values: the parser refuses those. */
function plain(document: Document): { readonly value: unknown; readonly problem?: Problem } {
  try {
    return { value: document.toJS({ maxAliasCount: 1_000 }) }
  } catch (error) {
    return { value: undefined, problem: { ...START, message: error instanceof Error ? error.message : String(error) } }
  }
}

function danglingAliases(
  document: Document,
): readonly { readonly name: string; readonly offset: number | undefined }[] {
  const found: { readonly name: string; readonly offset: number | undefined }[] = []
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) === undefined) found.push({ name: alias.source, offset: alias.range?.[0] })
    },
  })
  return found
}

interface Found {
  /** Offset of the key. `undefined`: there is no such key. */
  readonly key: number | undefined
  /** Offset of the value, or of what it should be in. */
  readonly value: number | undefined
}

function find(document: Document, path: Path): Found {
  let node = resolved(document, document.contents)
  let found: Found = { key: undefined, value: node?.range?.[0] }
  for (const step of path) {
    const child = childOf(document, node, step)
    if (child === undefined) return { ...found, key: undefined }
    const { key, value } = child
    found = { key: key?.range?.[0], value: value?.range?.[0] ?? key?.range?.[0] }
    node = resolved(document, value)
  }
  return found
}

interface Child {
  readonly key: Node | undefined
  readonly value: Node | undefined
}

function childOf(document: Document, node: Node | undefined, step: string | number): Child | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)]
    return isNode(item) ? { key: undefined, value: item } : undefined
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
  if (pair !== undefined) return { key: asNode(pair.key), value: asNode(pair.value) }
  return merged(document, node, step)
}

/** What came in by `<<`. */
function merged(document: Document, node: Node, step: string | number): Child | undefined {
  if (!isMap(node)) return undefined
  const from = node.items.find(({ key }) => isScalar(key) && (key.value === '<<' || typeof key.value === 'symbol'))
  const source = resolved(document, from?.value)
  const sources = isSeq(source) ? source.items.map((item) => resolved(document, item)) : [source]
  for (const one of sources) {
    const child = isMap(one) ? childOf(document, one, step) : undefined
    if (child !== undefined) return child
  }
  return undefined
}

const asNode = (value: unknown): Node | undefined => (isNode(value) ? value : undefined)

const resolved = (document: Document, value: unknown): Node | undefined =>
  isAlias(value) ? value.resolve(document) : asNode(value)
