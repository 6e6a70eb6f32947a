import type { Logger } from '@md/types'
import { type DestinationStream, pino, stdSerializers, stdTimeFunctions } from 'pino'
import type { LogLevel } from './configuration/schema.ts'

const SECRET_KEYS = ['password', 'redisUrl', 'secret', 'apiKey', 'authorization', 'passphrase', 'token']

/** `redis://name:password@host` anywhere in a line. */
const CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@"]*@/gi

export interface LoggerOptions {
  readonly level: LogLevel
  /** Which program it is: a field of every line. */
  readonly app: string
  /** Default: stderr. */
  readonly destination?: DestinationStream
}

/** JSON lines. A value named like a secret, and the credentials of an address, are left out. */
export function createLogger({ app, destination, level }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { app },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: stdSerializers.err },
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
      hooks: { streamWrite: (line) => line.replace(CREDENTIALS, '$1[redacted]@') },
    },
    destination ?? pino.destination(STDERR),
  )
}

const STDERR = 2
