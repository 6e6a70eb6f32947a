export type { BotPlan, BotsFile } from './bots-file.ts'
export type { Commanded } from './commands/commanded.ts'
export { controlsOf } from './commands/controls.ts'
export { BotsFileError } from './file/problem.ts'
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
export { table } from './report/table.ts'
export { type Bots, startBots } from './run/bots.ts'
export { CommandRefusedError } from './run/errors.ts'
export type { BotsParts, Storage } from './run/parts.ts'
