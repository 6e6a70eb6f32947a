export { type ClusterOptions, type MoveSlotOptions, type RedisCluster, startCluster } from './cluster/cluster.ts'
export {
  type ProxyCounters,
  type ProxyTarget,
  startTcpProxy,
  type TcpProxy,
  type TcpProxyOptions,
} from './proxy/tcp-proxy.ts'
export { type RedisSentinels, type SentinelOptions, startSentinels } from './sentinel/sentinels.ts'
export type { RedisConfig } from './server/config-file.ts'
export { RedisFailedToStartError, RedisMissingError, RedisPortTakenError } from './server/errors.ts'
export type { RedisServer, RedisServerOptions } from './server/redis-server.ts'
export { startRedisServer } from './server/start-redis-server.ts'
export { NotWithinError, until } from './until.ts'
export { RedisReplyError } from './wire/reply-error.ts'
export type { RespArgument, RespValue } from './wire/resp.ts'
