export type { BotPlan, BotsFile } from './bots-file.ts'
export { runBots } from './cli/program.ts'
export type { Commanded } from './commands/commanded.ts'
export { controlsOf } from './commands/controls.ts'
export { BotsFileError } from './file/problem.ts'
export { readBotsFile } from './file/read-file.ts'
export { marketsNamed, type Spellings } from './file/spellings.ts'
export { type ReadOptions, readBots } from './read-bots.ts'
export {
  fillText,
  fillWords,
  marketsText,
  orderText,
  positionText,
  reasonText,
  signed,
  stateText,
} from './report/bot-cells.ts'
export type { BotReport } from './report/bot-report.ts'
export type { Orphan } from './report/orphan.ts'
export { table } from './report/table.ts'
export { type Bots, startBots } from './run/bots.ts'
export { CommandRefusedError } from './run/errors.ts'
export { findOrphans } from './run/orphans.ts'
export type { BotsParts, Storage } from './run/parts.ts'
