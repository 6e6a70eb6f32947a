export { LevelArray } from './level-array.ts'
export { type ChangeStamp, type LevelSet, MaintainedBook, type MaintainedBookOptions } from './maintained-book.ts'
