import { InvalidInputError } from '@md/types'

const DEEPEST = 100

/**
 * A copy of plain data, as JSON would give it back: nobody can change it afterwards, and a store can keep it. Members
 * that are undefined are left out.
 * @throws InvalidInputError naming the place of what JSON would lose: NaN, dates, maps, instances, functions, circles
 */
export function jsonCopy<T>(value: T, what: string): T {
  return copyOf(value, [what]) as T
}

function copyOf(value: unknown, trail: (string | number)[]): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : refuse(trail, value, 'numbers are finite')
    case 'object':
      return value === null ? value : nested(value, trail)
    case 'undefined':
      return trail.length === 1 ? undefined : refuse(trail, value, 'JSON has no such thing')
    default:
      return refuse(trail, String(value), 'JSON has no such thing')
  }
}

function nested(value: object, trail: (string | number)[]): unknown {
  if (trail.length > DEEPEST) return refuse(trail.slice(0, 3), '…', `it is inside itself, or over ${DEEPEST} deep`)
  if (Array.isArray(value)) return list(value, trail)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    return refuse(trail, value.constructor.name, 'it would not come back as what it is; keep plain objects and lists')
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const member: unknown = value[key as keyof typeof value]
    if (member === undefined) continue
    trail.push(key)
    copy[key] = copyOf(member, trail)
    trail.pop()
  }
  return copy
}

function list(values: readonly unknown[], trail: (string | number)[]): readonly unknown[] {
  const copy: unknown[] = []
  for (let i = 0; i < values.length; i++) {
    trail.push(i)
    copy.push(copyOf(values[i], trail))
    trail.pop()
  }
  return copy
}

function refuse(trail: readonly (string | number)[], value: unknown, why: string): never {
  throw new InvalidInputError(trail.join('.'), value, why)
}
