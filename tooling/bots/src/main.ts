import { runBots } from './cli/program.ts'

await runBots(process)
