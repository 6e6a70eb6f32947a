import { Progress } from '../src/progress.ts'
import type { CommandSurroundings } from '../src/run-command.ts'

type Command = (args: readonly string[], surroundings: CommandSurroundings) => Promise<void>

/** What a command prints, and what it notes beside that. */
export async function output(command: Command, args: readonly string[], folder: string) {
  const printed: string[] = []
  const noted: string[] = []
  await command(args, {
    folder,
    print: (line) => void printed.push(line),
    progress: new Progress((text) => void noted.push(text), false),
    signal: new AbortController().signal,
  })
  return { text: printed.join('\n'), notes: noted.join('') }
}
