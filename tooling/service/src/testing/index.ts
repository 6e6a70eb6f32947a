export { IDLE_VIEWS } from './idle-views.ts'
export { type Answered, type Program, startProgram } from './program.ts'
