import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { constants, gunzip } from 'node:zlib'
import { InvalidInputError } from '@md/types'

const unzip = promisify<Buffer, { finishFlush?: number }, Buffer>(gunzip)

const COMPRESSED = '.gz'

export interface SegmentText {
  /** Where it was read. */
  readonly path: string
  readonly text: string
  /** The file ends before what was compressed does. */
  readonly cutOff: boolean
}

/**
 * As far as it can be read.
 * @throws InvalidInputError naming a file whose content is not what was written
 */
export async function segmentText(path: string): Promise<SegmentText> {
  if (path.endsWith(COMPRESSED)) return unzipped(path)
  try {
    return { path, text: (await readFile(path)).toString(), cutOff: false }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    // A recording that goes on may have its plain segment compressed meanwhile.
    return unzipped(`${path}${COMPRESSED}`)
  }
}

async function unzipped(path: string): Promise<SegmentText> {
  const content = await readFile(path)
  try {
    return { path, text: (await unzip(content, {})).toString(), cutOff: false }
  } catch (error) {
    if (codeOf(error) !== ENDS_EARLY) throw damaged(path, error)
  }
  const readable = await unzip(content, { finishFlush: constants.Z_SYNC_FLUSH })
  return { path, text: readable.toString(), cutOff: true }
}

/** What zlib says of an end that comes too early. */
const ENDS_EARLY = 'Z_BUF_ERROR'

const damaged = (path: string, error: unknown): InvalidInputError =>
  new InvalidInputError('segment', path, `it is damaged (${error instanceof Error ? error.message : String(error)})`)

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
