import type { CommandSurroundings } from '../run-command.ts'

export async function sweepCommand(_args: readonly string[], _surroundings: CommandSurroundings): Promise<void> {}
