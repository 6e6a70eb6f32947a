import type { Socket } from 'node:net'

/** Every line is one JSON value, made by the other side of the same program. */
export function onLines<T>(socket: Socket, listener: (value: T) => void): void {
  let rest = ''
  socket.setEncoding('utf8').on('data', (data: string) => {
    const lines = (rest + data).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) listener(JSON.parse(line))
  })
}

export const writeLine = <T>(socket: Socket, value: T): void => void socket.write(`${JSON.stringify(value)}\n`)
