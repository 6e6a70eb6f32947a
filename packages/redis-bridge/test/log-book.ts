import type { Logger } from '@md/types'

type Level = keyof Logger

/** Keeps what was logged. */
export class LogBook implements Logger {
  readonly entries: { readonly level: Level; readonly fields: object; readonly message: string }[] = []

  lines(level: Level): readonly string[] {
    return this.entries.filter((entry) => entry.level === level).map(({ message }) => message)
  }

  debug(fields: object, message: string): void {
    this.entries.push({ level: 'debug', fields, message })
  }

  info(fields: object, message: string): void {
    this.entries.push({ level: 'info', fields, message })
  }

  warn(fields: object, message: string): void {
    this.entries.push({ level: 'warn', fields, message })
  }

  error(fields: object, message: string): void {
    this.entries.push({ level: 'error', fields, message })
  }
}
