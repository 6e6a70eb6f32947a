import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@md/runtime'
import { APPEND_ONLY, configFile, IN_MEMORY } from './config-file.ts'
import { RedisPortTakenError } from './errors.ts'
import { freePort } from './free-port.ts'
import { RedisInstance } from './instance.ts'
import type { RedisServer, RedisServerOptions } from './redis-server.ts'

/** How often somebody else may be quicker to take the port that was found free. */
const TRIES = 10

/** Resolves when it answers. Rejects with `RedisMissingError`, `RedisPortTakenError` or `RedisFailedToStartError`. */
export const startRedisServer = ({ aof = false, config, ...options }: RedisServerOptions = {}): Promise<RedisServer> =>
  startInstance({ ...options, config: { ...(aof ? APPEND_ONLY : IN_MEMORY), ...config } })

export interface InstanceOptions extends Omit<RedisServerOptions, 'aof'> {
  /** Besides the configuration file: `--sentinel`. */
  readonly args?: readonly string[]
  /** Whether it is to be a node of a cluster, and needs that port too. */
  readonly withBus?: boolean
}

export async function startInstance({ withBus = false, ...options }: InstanceOptions): Promise<RedisServer> {
  for (let tries = 1; ; tries += 1) {
    const port = options.port ?? (await freePort({ withBus }))
    try {
      return await startOn(port, options)
    } catch (error) {
      const mayTryAnother = error instanceof RedisPortTakenError && options.port === undefined && tries < TRIES
      if (!mayTryAnother) throw error
    }
  }
}

async function startOn(port: number, options: InstanceOptions): Promise<RedisServer> {
  const { args = [], binary = 'redis-server', clock = systemClock, config = {} } = options
  const folder = await mkdtemp(join(tmpdir(), 'md-redis-'))
  try {
    await mkdir(join(folder, 'data'))
    await writeFile(join(folder, 'redis.conf'), configFile(port, config))
    const password = typeof config['requirepass'] === 'string' ? config['requirepass'] : undefined
    const instance = new RedisInstance({ folder, port, binary, args, clock, password })
    await instance.start()
    return instance
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}
