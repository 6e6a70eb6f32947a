import { isArray, isObject, isString, RestError, type RestGet, type Unchecked } from '@md/adapter-core'
import type { Decimal, Instrument } from '@md/types'
import { toDecimal } from './decimal.ts'
import type { WireProduct } from './wire.ts'

const PATH = '/products'

/**
 * Every product that is not delisted (the venue goes on listing those, and refuses subscriptions to them).
 * @throws RestError naming the first product that is not one
 */
export async function instruments(get: RestGet): Promise<readonly Instrument[]> {
  const body = await get(PATH)
  if (!isArray(body)) throw new RestError(PATH, 'the answer is not a list of products')
  const listed: Instrument[] = []
  for (const product of body) {
    if (!isObject(product)) throw new RestError(PATH, `${JSON.stringify(product)} is not a product`)
    if (product['status'] !== 'delisted') listed.push(toInstrument(product))
  }
  return listed
}

function toInstrument(product: Unchecked<WireProduct>): Instrument {
  const { id: venueSymbol, base_currency: base, quote_currency: quote } = product
  if (!isString(venueSymbol) || !isString(base) || !isString(quote)) {
    throw new RestError(PATH, `a product without id or currencies: ${JSON.stringify(product).slice(0, 200)}`)
  }
  const tickSize = toDecimal(product.quote_increment)
  const stepSize = toDecimal(product.base_increment)
  if (tickSize === undefined || stepSize === undefined) throw new RestError(PATH, `${venueSymbol} has no increments`)
  return {
    exchange: 'coinbase',
    symbol: `${base}/${quote}`.toUpperCase(),
    venueSymbol,
    base,
    quote,
    status: statusOf(product),
    tickSize,
    stepSize,
    ...optional('minAmount', toDecimal(product.base_min_size)),
    ...optional('maxAmount', toDecimal(product.base_max_size)),
    ...optional('minNotional', toDecimal(product.min_market_funds)),
  }
}

/** The restriction that leaves the least; a product of an unknown state is not traded. */
function statusOf(product: Unchecked<WireProduct>): Instrument['status'] {
  if (product.status !== 'online' || product.trading_disabled === true) return 'halted'
  if (product.cancel_only === true) return 'cancel-only'
  if (product.post_only === true) return 'post-only'
  return product.limit_only === true ? 'limit-only' : 'trading'
}

const optional = <Name extends string>(name: Name, value: Decimal | undefined): { readonly [N in Name]?: Decimal } =>
  value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]: Decimal })
