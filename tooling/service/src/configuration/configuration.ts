import type { ConnectionConfig, RedisEventBridgeConfig, Subscription } from '@md/types'
import { ConfigurationError, type Problem } from './configuration-error.ts'
import { defined } from './defined.ts'
import { type Role, redisOf, scalingOf, scalingProblems } from './redis.ts'
import { type AvailableExchange, type LogLevel, SCHEMA, SECRETS, type Values } from './schema.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Everything that a process is told, checked. Times in ms. */
export interface Configuration {
  readonly role: Role
  readonly logLevel: LogLevel
  /** `token`: of whoever commands. */
  readonly http: { readonly host: string; readonly port: number; readonly token?: string }
  /** Where the bots are written down; `undefined`: where they usually are. */
  readonly botsFile: string | undefined
  /** Where orders and positions are kept; `undefined`: where the bots file says. */
  readonly storePath: string | undefined
  readonly shutdownDeadlineMs: number
  readonly exchanges: readonly AvailableExchange[]
  /** Where each exchange is, if not where it always is. */
  readonly endpoints: Readonly<Record<AvailableExchange, ConnectionConfig>>
  /** What this process itself wants, for as long as it runs. */
  readonly subscriptions: readonly Subscription[]
  /** A wanted market that nothing came of for so long is not ready. */
  readonly readySilenceMs: number
  /** How long something goes on being fed that nobody wants any more. */
  readonly demandLingerMs: number
  /** `undefined`: this process is alone. */
  readonly redis: RedisEventBridgeConfig | undefined
  /** Whether it connects to the exchanges itself. */
  readonly direct: boolean
  /** Whether it takes over from the exchanges themselves while Redis is away. */
  readonly fallbackDirect: boolean
}

const DEFAULT_PORTS: Readonly<Record<Role, number>> = { host: 8080, executor: 8081 }

/** Names of the environment as in the specification; an empty text counts as not set. @throws ConfigurationError */
export function readConfiguration(role: Role, environment: Environment): Configuration {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, text]) => text !== undefined && text.trim() !== ''),
  )
  const read = SCHEMA.safeParse(given)
  const problems = read.success ? [...scalingProblems(read.data, role), ...subscriptionProblems(read.data)] : []
  if (read.success && problems.length === 0) return configurationOf(role, read.data)
  const wrong = read.error?.issues.map(({ message, path: [name] }) => problemOf(String(name), given, message)) ?? []
  throw new ConfigurationError([...wrong, ...problems])
}

function problemOf(name: string, given: Environment, fix: string): Problem {
  return { name, shown: SECRETS.has(name) ? undefined : given[name], fix }
}

/** A subscription of an exchange that this process was told to leave alone. */
function subscriptionProblems({ EXCHANGES, SUBSCRIPTIONS }: Values): readonly Problem[] {
  const exchanges: readonly string[] = EXCHANGES
  const strange = SUBSCRIPTIONS.flat().find(({ exchange }) => !exchanges.includes(exchange))
  if (strange === undefined) return []
  const shown = `${strange.exchange}:${strange.symbol}`
  return [
    { name: 'SUBSCRIPTIONS', shown, fix: `the exchanges of this process are ${exchanges.join(', ')} (EXCHANGES)` },
  ]
}

function configurationOf(role: Role, values: Values): Configuration {
  const scaling = scalingOf(values, role)
  const exchanges = [...new Set(values.EXCHANGES)]
  // Publishers of the same exchanges stand in for each other; those of others have nothing to do with them.
  const lease = ['host', ...exchanges.toSorted()].join('-')
  return {
    role,
    logLevel: values.LOG_LEVEL,
    http: {
      host: values.HTTP_HOST,
      port: values.HTTP_PORT ?? DEFAULT_PORTS[role],
      ...defined({ token: values.CONTROL_TOKEN }),
    },
    botsFile: values.BOTS_FILE?.trim(),
    storePath: values.STORE_PATH?.trim(),
    shutdownDeadlineMs: values.SHUTDOWN_DEADLINE,
    exchanges,
    endpoints: endpointsOf(values),
    subscriptions: values.SUBSCRIPTIONS.flat(),
    readySilenceMs: values.READY_SILENCE,
    demandLingerMs: values.DEMAND_LINGER,
    redis: scaling.enabled ? redisOf(values, scaling, lease) : undefined,
    direct: !scaling.enabled || scaling.publishes,
    fallbackDirect: values.FALLBACK_DIRECT && scaling.subscribes && !scaling.publishes,
  }
}

function endpointsOf(values: Values): Configuration['endpoints'] {
  const environment = values.EXCHANGE_ENVIRONMENT
  return {
    binance: defined({ environment, url: values.BINANCE_URL, restUrl: values.BINANCE_REST_URL }),
    coinbase: defined({ environment, url: values.COINBASE_URL, restUrl: values.COINBASE_REST_URL }),
    kraken: defined({ environment, url: values.KRAKEN_URL, restUrl: values.KRAKEN_REST_URL }),
  }
}
