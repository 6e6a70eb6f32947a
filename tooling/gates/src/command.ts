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

const running = new Set<ChildProcess>()

/** Runs a command to its end, or stops it and everything it started when its time is up. */
export async function run({ program, args, cwd, limitSeconds }: Command): Promise<Outcome> {
  const child = spawn(program, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))

  const limit = timeLimit(limitSeconds)
  limit.addEventListener('abort', () => stop(child))
  const exited = await ended(child)
  running.delete(child)

  const output = Buffer.concat(chunks).toString('utf8')
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
  for (const child of running) stop(child)
}

/** A command leads a process group of its own, so that nothing it started outlives it. */
function stop(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It had already gone.
  }
}

/** The exit code, or why there is none. Waits for the last output, but not for a grandchild that keeps the pipe. */
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
