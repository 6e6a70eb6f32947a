import { spawn } from 'node:child_process'

export interface Outcome {
  readonly succeeded: boolean
  readonly output: string
}

/** Runs a program to its end. One that is not there, or takes longer than `limitSeconds`, has failed. */
export type Run = (program: string, args: readonly string[], limitSeconds: number) => Promise<Outcome>

export const run: Run = (program, args, limitSeconds) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: limitSeconds * 1_000 })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk
      })
    }
    child.once('error', ({ message }) => resolve({ succeeded: false, output: message }))
    child.once('close', (code, signal) => {
      const ending = signal === null ? '' : `\nstopped by ${signal} (the limit is ${limitSeconds} s)`
      resolve({ succeeded: code === 0, output: output + ending })
    })
  })
