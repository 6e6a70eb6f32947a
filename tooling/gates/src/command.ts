import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { timeLimit, wait } from './clock.ts'

export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly limitSeconds: number
}

export interface Outcome {
  readonly succeeded: boolean
  readonly output: string
  /** How it ended, for a sentence: `exited with 1`, `was stopped after 60 s`. */
  readonly ending: string
}

/** A command that runs, at the head of a process group of its own: what is sent to it reaches all that it started. */
export interface Running {
  readonly output: () => string
  readonly signal: (name: NodeJS.Signals) => void
  /** Whether the last process of it has let go of the output. */
  readonly isOver: () => boolean
  /** The exit code, the signal, or why it never started. */
  readonly ended: Promise<number | string | Error>
}

const running = new Set<Running>()

export function launch({ program, args, cwd }: Omit<Command, 'limitSeconds'>): Running {
  const child = spawn(program, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))

  let isOver = false
  child.once('close', () => {
    isOver = true
  })
  const command: Running = {
    output: () => Buffer.concat(chunks).toString('utf8'),
    signal: (name) => signalGroup(child, name),
    isOver: () => isOver,
    ended: ended(child).finally(() => running.delete(command)),
  }
  running.add(command)
  return command
}

/** Runs a command to its end, or stops it and everything it started when its time is up. */
export async function run({ limitSeconds, ...command }: Command): Promise<Outcome> {
  const child = launch(command)
  const limit = timeLimit(limitSeconds)
  limit.addEventListener('abort', () => child.signal('SIGKILL'))
  const exited = await child.ended

  const output = child.output()
  if (limit.aborted) return { succeeded: false, output, ending: `was stopped after ${limitSeconds} s` }
  return { succeeded: exited === 0, output, ending: exited instanceof Error ? exited.message : `exited with ${exited}` }
}

/** A pnpm command, typed as the README types it: needs nothing but Node and npm. */
export const pnpm = (root: string, args: readonly string[], limitSeconds: number): Promise<Outcome> =>
  run({ program: 'npx', args: ['--yes', 'pnpm@10', ...args], cwd: root, limitSeconds })

/** A tool that the root package depends on. */
export const tool = (root: string, name: string, args: readonly string[], limitSeconds: number): Promise<Outcome> =>
  run({ program: join(root, 'node_modules/.bin', name), args, cwd: root, limitSeconds })

/** Kills every command that still runs, with all that it started. */
export function stopEverything(): void {
  for (const command of running) command.signal('SIGKILL')
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, name)
  } catch {
    // All of it had already gone.
  }
}

/** Waits for the last output too, but not for a grandchild that keeps the pipe open. */
async function ended(child: ChildProcess): Promise<number | string | Error> {
  const closed = once(child, 'close')
  closed.catch(() => {})
  try {
    const [code, signal] = await once(child, 'exit')
    await Promise.race([closed, wait(2_000)])
    return code ?? signal
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
