import { isArray, isObject, isString, RestError, type RestGet, type Unchecked, type WireObject } from '@md/adapter-core'
import type { WireRestBody } from './wire.ts'

const EXCERPT = 200

/** What a public path answers, without its envelope. @throws RestError with the venue's own words when it declines */
export async function ask(get: RestGet, path: string, query: Parameters<RestGet>[1]): Promise<WireObject> {
  const answer = await get(path, query)
  const { error, result }: Unchecked<WireRestBody> = isObject(answer) ? answer : {}
  if (!isArray(error)) throw new RestError(path, `the answer has no list of errors: ${excerpt(answer)}`)
  const errors = error.filter((code) => !isWarning(code))
  if (errors.length > 0) throw new RestError(path, errors.map(String).join(', '))
  if (!isObject(result)) throw new RestError(path, `the result is not an object: ${excerpt(answer)}`)
  return result
}

const isWarning = (code: unknown): boolean => isString(code) && code.startsWith('W')

/** The rows of one pair: the field beside `last`, whichever of the pair's names Kraken gives it. */
export function rowsOf(path: string, result: WireObject): readonly unknown[] {
  const names = Object.keys(result).filter((name) => name !== 'last')
  const rows = result[names[0] ?? '']
  if (names.length !== 1 || !isArray(rows)) throw new RestError(path, `the result is not one list: ${excerpt(result)}`)
  return rows
}

export const excerpt = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, EXCERPT)
