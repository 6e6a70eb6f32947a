import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** Every line is one JSON value, made by the other side of the same program. */
export function onLines<T>(socket: Socket, listener: (value: T) => void): void {
  createInterface({ input: socket }).on('line', (line) => listener(JSON.parse(line)))
}

export const writeLine = <T>(socket: Socket, value: T): void => void socket.write(`${JSON.stringify(value)}\n`)
