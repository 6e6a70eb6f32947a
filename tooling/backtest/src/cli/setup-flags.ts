import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ParseArgsConfig } from 'node:util'
import { strategies } from '@md/bot-engine/strategies'
import { INTERVALS, type Interval, InvalidInputError, isInterval } from '@md/types'
import { marketOf } from '../data/market-of.ts'
import type { DataKind, DataSpec, Setup } from '../setup.ts'
import { documentOf } from './document.ts'
import { toCount, toNumber, toTime } from './flags.ts'
import { MissingInputError } from './missing.ts'

/** What a run and every run of a sweep are told. */
export const SETUP_FLAGS = {
  strategy: { type: 'string' },
  params: { type: 'string', default: '{}' },
  data: { type: 'string', multiple: true, default: [] },
  exchange: { type: 'string' },
  symbol: { type: 'string' },
  interval: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  capital: { type: 'string', default: '10000' },
  fees: { type: 'string', default: '0.001' },
  latency: { type: 'string', default: '0' },
  slippage: { type: 'string', default: '0.0005' },
  seed: { type: 'string', default: '1' },
  short: { type: 'boolean', default: false },
  limits: { type: 'string' },
  barriers: { type: 'string' },
  rules: { type: 'string', default: '{}' },
} satisfies ParseArgsConfig['options']

export const SETUP_USAGE = `  --strategy NAME     ${strategies.map(({ name }) => name).join(', ')}
  --params PARAMS     JSON, or a file of JSON or YAML; exchange, symbol and interval are filled in where they fit
  --data FILE         candles.csv[.gz], events or a journal as .ndjson[.gz], the folder of a recording, or the word
                      history: candles that the exchange is asked for. May be given several times;
                      EXCHANGE:SYMBOL=FILE for files of other markets
  --exchange NAME     (default binance, or what the data are of where no symbol is named)
  --symbol SYMBOL     BTC/USDT, or as the exchange writes it; events or a recording of a single market need none
  --interval INTERVAL of candles (default: what the file says)
  --from, --to TIME   2024-01-31 or 2024-01-31T12:00Z; what is before warms indicators and books up
  --capital AMOUNT    quote currency (default 10000)
  --fees FRACTION     or MAKER/TAKER (default 0.001)
  --latency MS        each way, of orders and cancels (default 0)
  --slippage FRACTION where there is only a price: how much worse a taker deals (default 0.0005)
  --seed NUMBER       of all chance (default 1)
  --short             base that is not there may be sold
  --limits LIMITS     of risk, as --params
  --barriers BARRIERS stopLoss, takeProfit, trailing, timeLimitMs, breakEven; as --params
  --rules RULES       tickSize, stepSize, minAmount, minNotional; as --params (default: the tick is read off the data)
`

/** As they are parsed. */
export interface SetupValues {
  readonly strategy?: string | undefined
  readonly params: string
  readonly data: readonly string[]
  readonly exchange?: string | undefined
  readonly symbol?: string | undefined
  readonly interval?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly capital: string
  readonly fees: string
  readonly latency: string
  readonly slippage: string
  readonly seed: string
  readonly short: boolean
  readonly limits?: string | undefined
  readonly barriers?: string | undefined
  readonly rules: string
}

/** @param folder where names of files begin @throws InvalidInputError naming what cannot be used, and what can */
export async function setupOf(values: SetupValues, folder: string): Promise<Setup> {
  const names = strategies.map(({ name }) => name).join(', ')
  if (values.strategy === undefined) throw new MissingInputError('--strategy', `there are ${names}`)
  const optional = (flag: 'limits' | 'barriers') =>
    values[flag] === undefined ? undefined : documentOf(`--${flag}`, values[flag], folder)
  const from = values.from === undefined ? undefined : toTime('--from', values.from)
  const to = values.to === undefined ? undefined : toTime('--to', values.to)
  if (from !== undefined && to !== undefined && from >= to)
    throw new InvalidInputError('--to', values.to, `a time after --from ${values.from}`)
  return {
    strategy: values.strategy,
    params: documentOf('--params', values.params, folder),
    data: await dataOf(values, folder),
    from,
    to,
    capital: String(toNumber('--capital', values.capital, Number.MIN_VALUE)),
    fees: feesOf(values.fees),
    latencyMs: toNumber('--latency', values.latency, 0),
    slippage: toNumber('--slippage', values.slippage, 0),
    seed: toCount('--seed', values.seed, 0),
    allowShort: values.short,
    limits: optional('limits'),
    barriers: optional('barriers'),
    rules: documentOf('--rules', values.rules, folder),
  }
}

function feesOf(text: string): Setup['fees'] {
  const [maker = '', taker = maker] = text.split('/')
  return { maker: toNumber('--fees', maker, -0.1), taker: toNumber('--fees', taker, -0.1) }
}

async function dataOf({ data, exchange, interval, symbol }: SetupValues, folder: string): Promise<readonly DataSpec[]> {
  if (data.length === 0)
    throw new MissingInputError('--data', 'candles.csv, events.ndjson, the folder of a recording, or history')
  const specs = data.map(async (text) => {
    const [, market, path = text] = /^(\w+:[^=]+)=(.+)$/.exec(text) ?? []
    const [ofExchange = exchange, ofSymbol = symbol] = market?.split(':') ?? []
    const source = kindOf(path, folder)
    return {
      ...source,
      ...(await marketOf(source, { exchange: ofExchange, symbol: ofSymbol })),
      interval: interval === undefined ? undefined : toInterval(interval),
    }
  })
  return Promise.all(specs)
}

function kindOf(text: string, folder: string): { readonly kind: DataKind; readonly path: string } {
  if (text === 'history') return { kind: 'history', path: '' }
  const path = resolve(folder, text)
  if (!existsSync(path))
    throw new InvalidInputError('--data', text, 'a file or folder that exists, or the word history')
  if (statSync(path).isDirectory()) return { kind: 'recording', path }
  if (/\.(csv|txt)(\.gz)?$/i.test(path)) return { kind: 'candles', path }
  if (/\.(ndjson|jsonl)(\.gz)?$/i.test(path)) return { kind: 'events', path }
  throw new InvalidInputError(
    '--data',
    text,
    'a name that ends in .csv or .ndjson, also with .gz behind it, or a folder',
  )
}

function toInterval(text: string): Interval {
  if (isInterval(text)) return text
  throw new InvalidInputError('--interval', text, `one of ${INTERVALS.join(', ')}`)
}
