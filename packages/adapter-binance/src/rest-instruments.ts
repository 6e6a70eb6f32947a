import { isArray, isId, isObject, isString, RestError, type RestGet, type Unchecked } from '@md/adapter-core'
import type { Decimal, Instrument } from '@md/types'
import type { WireFilter, WireSymbol } from './wire.ts'

const PATH = '/api/v3/exchangeInfo'
const WEIGHT = 20

/** Digits Binance counts in where it says nothing else. */
const PRECISION = 8

/** Every pair Binance lists, with its trading rules. */
export async function instruments(get: RestGet): Promise<readonly Instrument[]> {
  const answer = await get(PATH, undefined, WEIGHT)
  const symbols = isObject(answer) ? answer['symbols'] : undefined
  if (!isArray(symbols)) throw new RestError(PATH, 'symbols is not a list')
  return symbols.map(toInstrument)
}

function toInstrument(wire: unknown): Instrument {
  const {
    symbol: venueSymbol,
    status,
    baseAsset,
    quoteAsset,
    ...rest
  }: Unchecked<WireSymbol> = isObject(wire) ? wire : {}
  if (!isString(venueSymbol) || !isString(baseAsset) || !isString(quoteAsset)) {
    throw new RestError(PATH, `this is not a symbol: ${JSON.stringify(wire).slice(0, 200)}`)
  }
  return {
    exchange: 'binance',
    symbol: `${baseAsset}/${quoteAsset}`,
    base: baseAsset,
    quote: quoteAsset,
    venueSymbol,
    status: statusOf(status),
    ...rulesOf(rest),
  }
}

/** HALT, BREAK, END_OF_DAY and whatever comes next: nothing can be traded. */
function statusOf(status: unknown): Instrument['status'] {
  if (status === 'TRADING') return 'trading'
  return status === 'CANCEL_ONLY' ? 'cancel-only' : 'halted'
}

/** A filter that is absent or 0 is disabled: then the precision of the asset is the step. */
function rulesOf(
  wire: Unchecked<WireSymbol>,
): Pick<Instrument, 'tickSize' | 'stepSize' | 'minAmount' | 'maxAmount' | 'minNotional'> {
  const { tickSize } = filterOf(wire, 'PRICE_FILTER')
  const { stepSize, minQty, maxQty } = filterOf(wire, 'LOT_SIZE')
  const notional = { ...filterOf(wire, 'MIN_NOTIONAL'), ...filterOf(wire, 'NOTIONAL') }
  const minAmount = toDecimal(minQty)
  const maxAmount = toDecimal(maxQty)
  const minNotional = toDecimal(notional.minNotional)
  return {
    tickSize: toDecimal(tickSize) ?? smallest(wire.quoteAssetPrecision),
    stepSize: toDecimal(stepSize) ?? smallest(wire.baseAssetPrecision),
    ...(minAmount && { minAmount }),
    ...(maxAmount && { maxAmount }),
    ...(minNotional && { minNotional }),
  }
}

function filterOf({ filters }: Unchecked<WireSymbol>, type: string): Unchecked<WireFilter> {
  for (const filter of isArray(filters) ? filters : []) {
    if (isObject(filter) && filter['filterType'] === type) return filter
  }
  return {}
}

/** `0.00100000` is `0.001` and `10.00` is `10`; `undefined` for 0 and for what is not a decimal number. */
function toDecimal(value: unknown): Decimal | undefined {
  if (!isString(value) || !/^\d+(\.\d+)?$/.test(value)) return undefined
  const text = (value.includes('.') ? value.replace(/\.?0+$/, '') : value).replace(/^0+(?=\d)/, '')
  return text === '0' ? undefined : text
}

function smallest(precision: unknown): Decimal {
  const digits = isId(precision) && precision <= 18 ? precision : PRECISION
  return digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`
}
