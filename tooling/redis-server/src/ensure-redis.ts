import type { Run } from './run.ts'

export interface Surroundings {
  readonly run: Run
  readonly isRoot: boolean
  readonly print: (line: string) => void
}

/** Together with the tests, far less than the time that CI gives them. */
const UPDATE_SECONDS = 120
const INSTALL_SECONDS = 240

/** Asks nothing, and starts no service: the tests start their own servers. */
const QUIETLY = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get', '-o', 'DPkg::Lock::Timeout=60']

const HOW_TO =
  'Tests that need a Redis will fail. Install it with "apt-get install redis-server" (Debian, Ubuntu), ' +
  '"dnf install redis" (Fedora) or "brew install redis" (macOS).'

/** Whether there is a `redis-server` to start: the one on the PATH, or one that can be installed without asking anybody. */
export async function ensureRedis({ isRoot, print, run }: Surroundings): Promise<boolean> {
  const isThere = async () => (await run('redis-server', ['--version'], 10)).succeeded
  if (await isThere()) return true

  const hasApt = (await run('apt-get', ['--version'], 10)).succeeded
  if (!isRoot || !hasApt) {
    print(
      `There is no redis-server on the PATH, and ${hasApt ? 'only root may install it' : 'no apt-get either'}. ${HOW_TO}`,
    )
    return false
  }
  print('There is no redis-server on the PATH: apt-get installs it.')
  const failure = await install(run)
  if (failure === undefined && (await isThere())) return true
  print(
    `redis-server could not be installed. ${HOW_TO}\n${failure ?? 'apt-get succeeded, and still it is not on the PATH.'}`,
  )
  return false
}

/** What went wrong, if anything. */
async function install(run: Run): Promise<string | undefined> {
  // An update that fails in parts may have brought what is needed.
  const update = await run('env', [...QUIETLY, 'update'], UPDATE_SECONDS)
  const args = ['install', '--yes', '--no-install-recommends', 'redis-server', 'redis-tools']
  const { output, succeeded } = await run('env', [...QUIETLY, ...args], INSTALL_SECONDS)
  return succeeded ? undefined : lastLines([update.output, output].join('\n'))
}

const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-15).join('\n')
