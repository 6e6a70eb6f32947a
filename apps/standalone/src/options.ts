import { type ParseArgsConfig, parseArgs } from 'node:util'
import { AVAILABLE, type AvailableExchange, toExchange } from '@md/exchanges'
import { InvalidInputError, reportOf } from '@md/types'

export interface Options {
  /** The real endpoints, instead of simulated exchanges. */
  readonly live: boolean
  readonly exchanges: readonly AvailableExchange[]
  /** As written; empty: two well-known markets of each exchange. */
  readonly symbols: readonly string[]
  /** Stops by itself after so many ms. */
  readonly durationMs: number | undefined
  readonly seed: number
  /** Lines instead of a view that redraws itself. */
  readonly plain: boolean
  readonly logLevel: LogLevel
  readonly help: boolean
}

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

export const USAGE = `Usage: npx pnpm@10 start [options]

Three simulated exchanges, their adapters, the manager and three bots with paper money in one process, with a live view.
Nothing leaves this machine.

  --live               the real exchanges and prices instead; still paper money: no keys, no order leaves this process
  --exchange NAME      ${AVAILABLE.join(', ')}; may be given several times (default: all)
  --symbol SYMBOL      BTC/USDT, or as the exchange writes it; may be given several times
  --duration SECONDS   stop after so long (default: until Ctrl-C)
  --seed NUMBER        of the simulated markets (default 1)
  --plain              lines instead of a view that redraws itself (default when the output is not a terminal)
  --log-level LEVEL    ${LOG_LEVELS.join(', ')}: JSON lines on stderr (default silent)
  --help
`

const FLAGS = {
  live: { type: 'boolean', default: false },
  exchange: { type: 'string', multiple: true, default: [] },
  symbol: { type: 'string', multiple: true, default: [] },
  duration: { type: 'string' },
  seed: { type: 'string', default: '1' },
  plain: { type: 'boolean', default: false },
  'log-level': { type: 'string', default: 'silent' },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsConfig['options']

/** @throws InvalidInputError naming the flag or value that cannot be used, and what can */
export function readOptions(args: readonly string[], isTerminal: boolean): Options {
  const values = parse(args)
  const logLevel = LOG_LEVELS.find((level) => level === values['log-level'])
  if (logLevel === undefined)
    throw new InvalidInputError('--log-level', values['log-level'], `one of ${LOG_LEVELS.join(', ')}`)
  return {
    live: values.live,
    exchanges:
      values.exchange.length === 0
        ? AVAILABLE
        : [...new Set(values.exchange.map((name) => toExchange('--exchange', name)))],
    symbols: values.symbol,
    durationMs: values.duration === undefined ? undefined : toNumber('--duration', values.duration, 0.1) * 1_000,
    seed: Math.trunc(toNumber('--seed', values.seed, 0)),
    plain: values.plain || !isTerminal || logLevel !== 'silent',
    logLevel,
    help: values.help,
  }
}

function parse(args: readonly string[]) {
  // `pnpm start -- --live` hands the separator on.
  const own = args.filter((argument) => argument !== '--')
  const known = Object.keys(FLAGS)
  const unknown = own.find((argument) => argument.startsWith('-') && !known.includes(argument.replace(/^--|=.*$/g, '')))
  const allowed = known.map((name) => `--${name}`).join(', ')
  if (unknown !== undefined) throw new InvalidInputError('option', unknown, `there are ${allowed}`)
  try {
    return parseArgs({ args: own, options: FLAGS, strict: true }).values
  } catch (error) {
    throw usageError(own, error)
  }
}

const usageError = (args: readonly string[], error: unknown): InvalidInputError =>
  new InvalidInputError('options', args.join(' '), reportOf(error).message)

function toNumber(flag: string, text: string, least: number): number {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (!(Number.isFinite(number) && number >= least)) throw new InvalidInputError(flag, text, `a number from ${least}`)
  return number
}
