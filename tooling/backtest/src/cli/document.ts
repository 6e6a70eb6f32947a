import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { InvalidInputError, reportOf } from '@md/types'
import { parse } from 'yaml'

/** JSON or YAML: as it is written, or the name of a file that holds it. @throws InvalidInputError */
export function documentOf(flag: string, text: string, folder: string): Readonly<Record<string, unknown>> {
  const value = parsed(flag, /^\s*\{/.test(text) ? text : contentOf(flag, resolve(folder, text)))
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new InvalidInputError(
    flag,
    text,
    'names with their values, as {"levels": 10}, or a file of them in JSON or YAML',
  )
}

function contentOf(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw unusable(flag, path, error)
  }
}

/** JSON is YAML. */
function parsed(flag: string, text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw unusable(flag, text, error)
  }
}

const unusable = (flag: string, value: string, error: unknown): InvalidInputError =>
  new InvalidInputError(flag, value, reportOf(error).message.split('\n')[0] ?? '')
