import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How a program ended. `undefined`: not by itself. */
export interface Ended {
  readonly code: number | undefined
  readonly out: string
  readonly err: string
}

/** A program as a user starts it: a process of its own, without a terminal. */
export interface StartedProgram {
  /** What it wrote to stdout and stderr so far. */
  readonly out: string
  readonly err: string
  readonly ended: Promise<Ended>
  kill(signal: NodeJS.Signals): void
  /** Resolves once it has written that; rejects when it ends before. */
  says(text: string, where?: 'out' | 'err'): Promise<void>
}

export interface StartOptions {
  readonly args?: readonly string[]
  /** Nothing but that. Default: what the test has. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Starts a `main.ts` from source. */
export function startProgram(main: URL, { args = [], environment }: StartOptions = {}): StartedProgram {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@md/source', fileURLToPath(main), ...args], {
    cwd: fileURLToPath(new URL('.', main)),
    ...(environment !== undefined && { env: environment }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? undefined, ...said }))
  })
  const says = (text: string, where: 'out' | 'err' = 'out'): Promise<void> =>
    new Promise((resolve, reject) => {
      const stream = where === 'out' ? child.stdout : child.stderr
      const look = (): void => {
        if (!said[where].includes(text)) return
        stream.off('data', look)
        resolve()
      }
      stream.on('data', look)
      look()
      void ended.then(({ code, err }) => reject(new Error(`the program ended with ${code}, without "${text}": ${err}`)))
    })
  return {
    get out() {
      return said.out
    },
    get err() {
      return said.err
    },
    ended,
    kill: (signal) => void child.kill(signal),
    says,
  }
}
