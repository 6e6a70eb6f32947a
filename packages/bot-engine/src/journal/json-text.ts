import { InvalidInputError } from '@md/types'

/** `sorted`: by name, so that equal values give equal text. `kept`: as they are, because a reader may rely on it. */
export type KeyOrder = 'sorted' | 'kept'

const DEEPEST = 100

/**
 * The JSON of a value that JSON gives back as it was. Members that are undefined are left out.
 * @throws InvalidInputError naming the place of what JSON would lose: NaN, dates, maps, instances, bigints, circles
 */
export function jsonText(value: unknown, what: string, order: KeyOrder): string {
  return new JsonWriter(what, order).text(value)
}

class JsonWriter {
  readonly #what: string
  readonly #order: KeyOrder
  readonly #trail: (string | number)[] = []

  constructor(what: string, order: KeyOrder) {
    this.#what = what
    this.#order = order
  }

  text(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return JSON.stringify(value)
      case 'number':
        return Number.isFinite(value) ? `${value}` : this.#refuse(value, 'numbers are finite')
      case 'boolean':
        return value ? 'true' : 'false'
      case 'object':
        return value === null ? 'null' : this.#nested(value)
      default:
        return this.#refuse(value, 'JSON has no such thing')
    }
  }

  #nested(value: object): string {
    if (this.#trail.length === DEEPEST) return this.#refuse('…', `it is inside itself, or more than ${DEEPEST} deep`)
    if (Array.isArray(value)) return this.#list(value)
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === Object.prototype || prototype === null) return this.#members(value)
    return this.#refuse(value.constructor.name, 'it would not come back as what it is; keep plain objects and lists')
  }

  #list(values: readonly unknown[]): string {
    let text = ''
    for (let i = 0; i < values.length; i++) {
      this.#trail.push(i)
      text += `${i === 0 ? '' : ','}${this.text(values[i])}`
      this.#trail.pop()
    }
    return `[${text}]`
  }

  #members(value: object): string {
    const keys = Object.keys(value)
    if (this.#order === 'sorted') keys.sort()
    let text = ''
    for (const key of keys) {
      const member: unknown = value[key as keyof typeof value]
      if (member === undefined) continue
      this.#trail.push(key)
      text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${this.text(member)}`
      this.#trail.pop()
    }
    return `{${text}}`
  }

  #refuse(value: unknown, why: string): never {
    throw new InvalidInputError([this.#what, ...this.#trail].join('.'), value, why)
  }
}
