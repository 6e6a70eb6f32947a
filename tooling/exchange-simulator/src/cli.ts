import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { FAULT_ARGUMENTS } from './faults/fault.ts'
import { type PlannedFault, parseFaultPlan } from './faults/plan.ts'
import type { SimulatorOptions } from './options.ts'
import { SIMULATED_VENUES } from './venue.ts'

export interface RunCommand {
  readonly kind: 'run'
  /** One per exchange to play. */
  readonly exchanges: readonly SimulatorOptions[]
  readonly plan: readonly PlannedFault[]
}

export interface HelpCommand {
  readonly kind: 'help'
}

/** What was typed cannot be used; the message says what can. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const OPTIONS = {
  exchange: { type: 'string' },
  all: { type: 'boolean' },
  port: { type: 'string' },
  seed: { type: 'string' },
  symbols: { type: 'string' },
  rate: { type: 'string' },
  fault: { type: 'string', multiple: true },
  recording: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

export const HELP = `Plays crypto exchanges on 127.0.0.1: their WebSocket and their REST, with everything that can go wrong.

  pnpm simulator --exchange kraken [options]
  pnpm simulator --all [options]

  --exchange NAME     ${SIMULATED_VENUES.join(' | ')}
  --all               all three (with --port, on that port and the two after it)
  --port N            default: any free port
  --seed N            the same seed plays the same market (default 1)
  --symbols LIST      BTC/USD,ETH/USD (default: well-known ones)
  --rate N            market steps per second and symbol (default 10)
  --fault PLAN        checksum@10s  drop@every:30s  gap:BTC/USD@1m  silence(5s)@20s; may be repeated
  --recording FILE    raw frames, one per line, played in place of the model
  --help

Faults: ${Object.keys(FAULT_ARGUMENTS).join(', ')}
`

export function parseCommand(argv: readonly string[]): RunCommand | HelpCommand {
  const values = readArguments(argv)
  if (values.help) return { kind: 'help' }

  const names = exchangesOf(values.exchange, values.all)
  const port = whole('port', values.port, 65_535) ?? 0
  const seed = whole('seed', values.seed, 2 ** 32 - 1)
  const rate = steps(values.rate)
  const shared = {
    ...(seed === undefined ? {} : { seed }),
    ...(rate === undefined ? {} : { rate }),
    ...(values.symbols === undefined ? {} : { symbols: symbolsOf(values.symbols) }),
    ...(values.recording === undefined ? {} : { recording: fileOf(values.recording) }),
  }
  const exchanges = names.map((exchange, index) => ({ exchange, port: port === 0 ? 0 : port + index, ...shared }))
  return { kind: 'run', exchanges, plan: planOf(values.fault ?? []) }
}

function readArguments(argv: readonly string[]): ReturnType<typeof strictArguments> {
  try {
    return strictArguments(argv)
  } catch (error) {
    const flags = Object.keys(OPTIONS).map((name) => `--${name}`)
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error)
    throw new UsageError(`${reason}. Options are ${flags.join(', ')}.`, { cause: error })
  }
}

const strictArguments = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], options: OPTIONS, strict: true }).values

function exchangesOf(name: string | undefined, all: boolean | undefined): readonly SimulatorOptions['exchange'][] {
  if (all) return SIMULATED_VENUES
  const found = SIMULATED_VENUES.find((one) => one === name)
  if (found) return [found]
  const problem = name === undefined ? 'No exchange is named' : `"${name}" is no exchange that is simulated`
  throw new UsageError(`${problem}: write --exchange ${SIMULATED_VENUES.join(' | ')}, or --all.`)
}

function whole(flag: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text)
  throw new UsageError(`--${flag} "${text}" is not usable: write a whole number from 0 to ${most}.`)
}

function steps(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= 10_000) return Number(text)
  throw new UsageError(`--rate "${text}" is not usable: write steps per second, above 0 and at most 10000.`)
}

function symbolsOf(text: string): readonly string[] {
  const symbols = text.split(',').map((symbol) => symbol.trim())
  const wrong = symbols.find((symbol) => !/^[^/\s]+\/[^/\s]+$/.test(symbol))
  if (wrong === undefined) return symbols
  throw new UsageError(`--symbols "${wrong}" is not a symbol: write BASE/QUOTE, as BTC/USD,ETH/USD.`)
}

function fileOf(path: string): string {
  if (existsSync(path)) return path
  throw new UsageError(`--recording "${path}" is no file: name an .ndjson of raw frames, one per line.`)
}

function planOf(texts: readonly string[]): readonly PlannedFault[] {
  try {
    return texts.flatMap(parseFaultPlan)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
