import { z } from 'zod'
import type { Path } from '../file/document.ts'

/** The part of JSON Schema that is read here. */
export interface JsonShape {
  readonly properties?: Readonly<Record<string, JsonShape>>
  readonly additionalProperties?: boolean | JsonShape
  readonly items?: JsonShape
  readonly anyOf?: readonly JsonShape[]
  readonly oneOf?: readonly JsonShape[]
}

/** What may be written for the schema; what cannot be said in JSON Schema is left open. */
export const shapeOf = (schema: z.ZodType): z.core.JSONSchema.JSONSchema =>
  z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // An object that silently drops what it does not know hides a spelling mistake.
      if (jsonSchema.properties !== undefined) jsonSchema.additionalProperties ??= false
    },
  })

/** A name that its object does not have. */
export interface UnknownKey {
  readonly path: Path
  readonly known: readonly string[]
}

/** Every name in the value that the shape does not have, wherever it is certain which shape a value has. */
export function unknownKeys(value: unknown, shape: JsonShape, path: Path = []): readonly UnknownKey[] {
  if (Array.isArray(value)) {
    const { items } = shape
    return items === undefined ? [] : value.flatMap((one, index) => unknownKeys(one, items, [...path, index]))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => inKey(key, inner, shape, path))
}

function inKey(key: string, inner: unknown, shape: JsonShape, path: Path): readonly UnknownKey[] {
  const { additionalProperties: others, properties } = shape
  const at = [...path, key]
  const own = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined
  if (own !== undefined) return unknownKeys(inner, own, at)
  if (typeof others === 'object') return unknownKeys(inner, others, at)
  if (properties === undefined || others === true) return []
  return [{ path: at, known: Object.keys(properties) }]
}
