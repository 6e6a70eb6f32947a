import { readFile } from 'node:fs/promises'
import { reportOf } from '@md/types'
import { BotsFileError } from './problem.ts'

/** The text of a bots file. @throws BotsFileError naming the file, and how to get one where there is none */
export async function readBotsFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw unreadable(path, error)
  }
}

function unreadable(path: string, error: unknown): BotsFileError {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
  const message = isMissing ? `there is no such file: ${HOW}` : `cannot be read: ${reportOf(error).message}`
  return new BotsFileError(path, [{ line: 1, column: 1, message }], { cause: error })
}

const HOW = 'copy apps/executor/bots.yaml there and change it, or name another one (BOTS_FILE)'
