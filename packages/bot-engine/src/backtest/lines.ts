import { createReadStream } from 'node:fs'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { InvalidInputError, reportOf } from '@md/types'

const CHUNK = 256 * 1024

export interface LineBatch {
  /** Number of the first of them, from 1. */
  readonly first: number
  readonly lines: readonly string[]
  /** The last of them is not ended by a line break: it may have been cut off. */
  readonly unended: boolean
}

/** A text file line by line, many at a time. Names that end in `.gz` are unpacked on the way. @throws InvalidInputError */
export async function* linesOf(path: string): AsyncGenerator<LineBatch> {
  let first = 1
  let rest = ''
  try {
    for await (const chunk of textOf(path)) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      if (lines.length === 0) continue
      yield { first, lines, unended: false }
      first += lines.length
    }
  } catch (error) {
    throw isOfFile(error) ? unreadable(path, error) : error
  }
  if (rest !== '') yield { first, lines: [rest], unended: true }
}

function textOf(path: string): AsyncIterable<string> {
  const file = createReadStream(path, { highWaterMark: CHUNK })
  if (!path.endsWith('.gz')) return file.setEncoding('utf8')
  const text = new PassThrough({ encoding: 'utf8' })
  // A failure ends the reader's loop: it is told there.
  pipeline(file, createGunzip(), text).catch((error: unknown) => text.destroy(error as Error))
  return text
}

/** Of the system or of the unpacking, and not of whoever uses the lines. */
const isOfFile = (error: unknown): boolean => error instanceof Error && 'code' in error && 'errno' in error

const unreadable = (path: string, error: unknown): InvalidInputError =>
  new InvalidInputError('file', path, `it cannot be read (${reportOf(error).message})`)
