export { type Ended, type StartedProgram, startProgram } from './start-program.ts'
