import type { Outcome } from './command.ts'
import type { Gate, Verdict } from './gate.ts'

interface CommandGate {
  readonly name: string
  readonly promise: string
  readonly run: (root: string) => Promise<Outcome>
}

/** A gate that is kept when a command succeeds. */
export const commandGate = ({ name, promise, run }: CommandGate): Gate => ({
  name,
  promise,
  check: async (root) => judged(name, await run(root)),
})

const judged = (name: string, { ending, output, succeeded }: Outcome): Verdict => ({
  problems: succeeded ? [] : [`${name} ${ending}:\n${lastLines(output, 120)}`],
})

export const lastLines = (text: string, count: number): string => text.trimEnd().split('\n').slice(-count).join('\n')
