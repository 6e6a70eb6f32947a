import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { InvalidInputError } from '@md/types'

/** For a look at a few lines, or for the one that is wrong; whoever reads a whole file does it in batches. */
export async function* textLines(path: string): AsyncGenerator<string> {
  const file = createReadStream(path)
  const lines = createInterface({
    input: path.endsWith('.gz') ? unpacked(file) : file,
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  try {
    yield* lines
  } finally {
    lines.close()
    file.destroy()
  }
}

/** A failure ends the reader's loop: it is told there. */
const unpacked = (file: Readable): Readable => pipeline(file, createGunzip(), () => undefined)

/** @throws InvalidInputError for a file that is empty, or what a web server sent instead of one */
export async function checkText(path: string): Promise<void> {
  const first = await firstText(path)
  if (first === undefined) throw new InvalidInputError('--data', path, 'it is empty')
  if (/^\s*<(!doctype|html|head|body)\b/i.test(first))
    throw new InvalidInputError('--data', path, 'it is a page of HTML, and no data')
}

async function firstText(path: string): Promise<string | undefined> {
  for await (const line of textLines(path)) if (line.trim() !== '') return line
  return undefined
}
