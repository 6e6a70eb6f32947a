import type { AnyStrategy } from '@md/bot-engine'
import { InvalidInputError } from '@md/types'
import { z } from 'zod'

/** @throws InvalidInputError naming what is missing or wrong, and the parameters that there are */
export function checkParams({ name, params: schema }: AnyStrategy, params: Readonly<Record<string, unknown>>): void {
  const { error } = schema.safeParse(params)
  if (error === undefined) return
  const faults = error.issues.map(({ message, path }) => faultOf(params, path, message))
  throw new InvalidInputError(`parameters of ${name}`, params, `${faults.join(', ')}; ${name} takes ${takenBy(schema)}`)
}

function faultOf(params: unknown, path: readonly PropertyKey[], message: string): string {
  if (path.length === 0) return message
  const where = path.map(String).join('.')
  if (valueAt(params, path) === undefined) return `${where} is missing`
  return message.startsWith(where) ? message : `${where}: ${message}`
}

function valueAt(value: unknown, [name, ...rest]: readonly PropertyKey[]): unknown {
  if (name === undefined) return value
  return typeof value === 'object' && value !== null ? valueAt(Reflect.get(value, name), rest) : undefined
}

function takenBy(schema: AnyStrategy['params']): string {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties)
    .map(([name, property]) => {
      const description = typeof property === 'object' ? property.description : undefined
      return description === undefined ? name : `${name} (${description})`
    })
    .join(', ')
}
