export type { BotPlan, BotsFile } from './bots-file.ts'
export { BotsFileError, type Problem } from './file/problem.ts'
export { type ReadOptions, readBots } from './read-bots.ts'
