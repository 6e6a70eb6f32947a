import { isId, isObject, isString, RestError, type RestGet, type Unchecked } from '@md/adapter-core'
import type { Decimal, Instrument } from '@md/types'
import { ask, excerpt } from './rest-answer.ts'
import { unifiedSymbol } from './symbols.ts'
import type { WirePair } from './wire.ts'

const PATH = '/0/public/AssetPairs'

/** No pair has more digits than that; more would be no number of digits. */
const MOST_DECIMALS = 18

const STATUS: ReadonlyMap<unknown, Instrument['status']> = new Map([
  // The lists of 2021 had no status.
  [undefined, 'trading'],
  ['online', 'trading'],
  ['cancel_only', 'cancel-only'],
  ['post_only', 'post-only'],
  ['limit_only', 'limit-only'],
])

/**
 * Every pair that the WebSocket has. Both spellings are understood, that of `assetVersion=1` and the older one.
 * @throws RestError naming the first pair that is not one
 */
export async function instruments(get: RestGet): Promise<readonly Instrument[]> {
  const pairs = await ask(get, PATH, { assetVersion: 1 })
  const listed: Instrument[] = []
  for (const [name, pair] of Object.entries(pairs)) {
    if (!isObject(pair)) throw new RestError(PATH, `${name} is not a pair: ${excerpt(pair)}`)
    const { wsname }: Unchecked<WirePair> = pair
    // Dark pools and their like.
    if (wsname === undefined || wsname === '') continue
    listed.push(toInstrument(name, pair))
  }
  return listed
}

function toInstrument(name: string, pair: Unchecked<WirePair>): Instrument {
  const venueSymbol = isString(pair.wsname) && pair.wsname.includes('/') ? newNames(pair.wsname) : undefined
  const [base, quote] = venueSymbol?.toUpperCase().split('/') ?? []
  const tickSize = toDecimal(pair.tick_size) ?? smallest(pair.pair_decimals)
  const stepSize = smallest(pair.lot_decimals)
  if (venueSymbol === undefined || !base || !quote) {
    throw new RestError(PATH, `${name} has no usable wsname: ${excerpt(pair.wsname)}`)
  }
  if (tickSize === undefined || stepSize === undefined) throw new RestError(PATH, `${name} has no decimals`)

  return {
    exchange: 'kraken',
    symbol: `${base}/${quote}`,
    base,
    quote,
    venueSymbol,
    // Of a state that is not known (`reduce_only`, `maintenance`, `delisted`) nothing new can be begun.
    status: STATUS.get(pair.status) ?? 'halted',
    tickSize,
    stepSize,
    ...optional('minAmount', toDecimal(pair.ordermin)),
    ...optional('minNotional', toDecimal(pair.costmin)),
  }
}

/** `XBT/USD` is `BTC/USD` to v2. Letters keep their case: a few names have small ones, and the WebSocket wants them. */
function newNames(wsname: string): string | undefined {
  const unified = unifiedSymbol(wsname)
  return unified === wsname.toUpperCase() ? wsname : unified
}

/** `0.00100` is `0.001`; `undefined` for what is not a decimal above 0. */
function toDecimal(value: unknown): Decimal | undefined {
  const [, whole = '', fraction = ''] = (isString(value) && /^(\d+)(?:\.(\d+))?$/.exec(value)) || []
  const wholes = whole.replace(/^0+(?=\d)/, '')
  const decimals = fraction.replace(/0+$/, '')
  const text = decimals === '' ? wholes : `${wholes}.${decimals}`
  return text === '' || text === '0' ? undefined : text
}

function smallest(decimals: unknown): Decimal | undefined {
  if (!isId(decimals) || decimals > MOST_DECIMALS) return undefined
  return decimals === 0 ? '1' : `0.${'1'.padStart(decimals, '0')}`
}

const optional = <Name extends string>(name: Name, value: Decimal | undefined): { readonly [N in Name]?: Decimal } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]: Decimal })
