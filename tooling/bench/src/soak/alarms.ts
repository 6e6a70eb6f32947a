/** What Node itself complains of while the soak runs. */
export interface Alarms {
  readonly rejections: number
  readonly warnings: number
}

/** Counts and tells each one. */
export function listenForAlarms(say: (line: string) => void): Alarms {
  const alarms = { rejections: 0, warnings: 0 }
  process.on('unhandledRejection', (reason) => {
    alarms.rejections += 1
    say(`unhandled rejection: ${String(reason)}`)
  })
  process.on('warning', ({ message, name }) => {
    alarms.warnings += 1
    say(`${name}: ${message}`)
  })
  return alarms
}
