export { type Answered, type Ended, type Program, startProgram } from './program.ts'
