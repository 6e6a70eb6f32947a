import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PEERS_FOLDER } from './contenders/peers/folder.ts'

const run = promisify(execFile)

/** An install that takes longer is given up, in ms. */
const LIMIT = 180_000

/** npm writes this last, so an install that was cut off is done again. */
const COMPLETE = join(PEERS_FOLDER, 'node_modules', '.package-lock.json')

/** What their lockfile names, once. Returns why not, where that fails: without a network the bench goes on without them. */
export async function installPeers(say: (text: string) => void): Promise<string | undefined> {
  if (existsSync(COMPLETE)) return undefined
  say('installing the peers')
  try {
    await run('npm', ['ci', '--prefer-offline'], { cwd: PEERS_FOLDER, timeout: LIMIT })
    return undefined
  } catch (error) {
    return firstProblem(error)
  }
}

function firstProblem(error: unknown): string {
  const lines = String((error as { readonly stderr?: string }).stderr ?? error).split('\n')
  return lines.find((line) => line.startsWith('npm error')) ?? lines[0] ?? 'npm failed'
}
