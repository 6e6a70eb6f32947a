import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { deferred } from '@md/runtime'

/** How a program ended. `undefined`: not by itself. */
export interface Ended {
  readonly code: number | undefined
  readonly out: string
  readonly err: string
}

/** What one path answered. */
export interface Answered {
  readonly code: number
  readonly text: string
}

/** An app as a process of its own, with nothing in its environment but what it was given. */
export interface Program {
  /** What it wrote to stdout and stderr so far. */
  readonly out: string
  readonly err: string
  readonly ended: Promise<Ended>
  kill(signal: NodeJS.Signals): void
  /** Asks it over HTTP, as soon as it listens. Rejects when it ends before. */
  ask(path: string): Promise<Answered>
  /** Tells it something over HTTP: a body of JSON, by POST. */
  tell(path: string, body: object): Promise<Answered>
}

/** Starts an app's `main.ts` from source. It listens on any free port of loopback. */
export function startProgram(
  main: URL,
  environment: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@md/source', fileURLToPath(main), ...args], {
    cwd: fileURLToPath(new URL('.', main)),
    env: { HTTP_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  const port = deferred<number>()
  port.promise.catch(() => undefined)
  child.stdout.on('data', (data: Buffer) => {
    said.out += data
  })
  child.stderr.on('data', (data: Buffer) => {
    said.err += data
    const [, listens] = /"port":(\d+),"msg":"HTTP listens"/.exec(said.err) ?? []
    if (listens !== undefined) port.resolve(Number(listens))
  })
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      port.reject(new Error(`the program ended with ${code}: ${said.err}`))
      resolve({ code: code ?? undefined, ...said })
    })
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
    ask: async (path) => answered(await fetch(`http://127.0.0.1:${await port.promise}${path}`)),
    tell: async (path, body) =>
      answered(
        await fetch(`http://127.0.0.1:${await port.promise}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
  }
}

const answered = async (response: Response): Promise<Answered> => ({
  code: response.status,
  text: await response.text(),
})
