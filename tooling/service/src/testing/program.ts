import { type StartedProgram, startProgram as startMain } from '@md/cli/testing'

/** What one path answered. */
export interface Answered {
  readonly code: number
  readonly text: string
}

/** An app as a process of its own, with nothing in its environment but what it was given. */
export interface Program extends StartedProgram {
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
  const program = startMain(main, { args, environment: { HTTP_PORT: '0', ...environment } })
  const at = async (path: string): Promise<string> => {
    await program.says('"msg":"HTTP listens"', 'err')
    const [, port] = /"port":(\d+),"msg":"HTTP listens"/.exec(program.err) ?? []
    return `http://127.0.0.1:${port}${path}`
  }
  return {
    get out() {
      return program.out
    },
    get err() {
      return program.err
    },
    ended: program.ended,
    kill: program.kill,
    says: program.says,
    ask: async (path) => answered(await fetch(await at(path))),
    tell: async (path, body) =>
      answered(
        await fetch(await at(path), {
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
