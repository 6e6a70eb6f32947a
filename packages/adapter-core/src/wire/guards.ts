/** An object from outside, its fields unknown. */
export type WireObject = Readonly<Record<string, unknown>>

/** A message as it arrives: it claims this shape, and nothing of it has been checked. */
export type Unchecked<Message> = { readonly [Field in keyof Message]?: unknown }

export const isObject = (value: unknown): value is WireObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value)

export const isString = (value: unknown): value is string => typeof value === 'string'

/** Ids are whole numbers; above 2^53 their last digits would be wrong. */
export const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
