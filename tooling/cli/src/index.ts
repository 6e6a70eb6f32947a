export { aboveZero, numberFrom, oneOf, wholeNumber } from './flag-value.ts'
export { type Flags, readArguments, readFlags } from './read-flags.ts'
export { note, type Program, print, runProgram } from './run-program.ts'
