import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Clock } from '@md/types'
import { within } from '../until.ts'

/** Waits for its input to end, which it does when the process that started it is gone, for whatever reason. */
const GUARD = 'read _; kill -9 "$1"; rm -rf "$2"'

const KEPT_LOG = 8_000

export interface GuardedProcess {
  readonly pid: number
  /** Resolves when it is gone. */
  readonly ended: Promise<void>
  readonly isRunning: () => boolean
  /** The last of what it printed. */
  readonly log: () => string
  readonly signal: (name: NodeJS.Signals) => void
  /** Resolves when it is gone. Rejects when it is still there after 10 s. */
  readonly kill: (signal: NodeJS.Signals, clock: Clock) => Promise<void>
}

/** Starts a program that cannot outlive this process, not even when this one is killed. `folder` goes with it. */
export async function startGuarded(program: string, args: readonly string[], folder: string): Promise<GuardedProcess> {
  // A group of its own: Ctrl-C is for the tests, and they see to the rest.
  const child = spawn(program, args, { cwd: folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = gone(child)
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log = (log + chunk).slice(-KEPT_LOG)
    })
  }
  await once(child, 'spawn')

  const pid = Number(child.pid)
  const guard = spawn('sh', ['-c', GUARD, 'guard', String(pid), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guard.once('error', () => {})
  child.once('exit', () => guard.kill('SIGKILL'))
  const isRunning = () => child.exitCode === null && child.signalCode === null
  return {
    pid,
    ended,
    isRunning,
    log: () => log,
    signal: (name) => child.kill(name),
    kill: async (signal, clock) => {
      child.kill(signal)
      await within(`the end of ${program} (${pid}) after ${signal}`, ended, 10_000, clock)
    },
  }
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return
  await once(child, 'close')
}
