import { LOOPBACK } from './free-port.ts'

/** Lines of a `redis.conf` by directive. A list gives a directive that is repeated; `undefined` takes a default away. */
export type RedisConfig = Readonly<Record<string, string | readonly string[] | undefined>>

/** Alone on loopback, in memory, in the foreground. */
const DEFAULTS: RedisConfig = {
  bind: LOOPBACK,
  daemonize: 'no',
  logfile: '""',
  dir: './data',
}

/** No snapshots, no log of changes, and a replica is not kept waiting for others to join in. */
export const IN_MEMORY: RedisConfig = { save: '""', appendonly: 'no', 'repl-diskless-sync-delay': '0' }

/** A crash loses what is not on disk yet: up to a second. */
export const APPEND_ONLY: RedisConfig = { ...IN_MEMORY, appendonly: 'yes', appendfsync: 'everysec' }

export function configFile(port: number, config: RedisConfig): string {
  const lines = Object.entries({ ...DEFAULTS, port: String(port), ...config }).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => `${name} ${one}`),
  )
  return `${lines.join('\n')}\n`
}
