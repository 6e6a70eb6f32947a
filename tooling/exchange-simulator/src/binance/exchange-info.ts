import { digits, paddedDigits } from '../market/digits.ts'
import type { Instrument } from '../market/instrument.ts'

/** `/api/v3/exchangeInfo` in the shape of 2026: `NOTIONAL` took the place of `MIN_NOTIONAL`, `permissionSets` of `permissions`. */
export function exchangeInfo(instruments: readonly Instrument[], now: number, weightPerMinute: number): string {
  const limit = (type: string, interval: string, intervalNum: number, most: number): string =>
    `{"rateLimitType":"${type}","interval":"${interval}","intervalNum":${intervalNum},"limit":${most}}`
  const rateLimits = [
    limit('REQUEST_WEIGHT', 'MINUTE', 1, Number.isFinite(weightPerMinute) ? weightPerMinute : 6000),
    limit('ORDERS', 'SECOND', 10, 100),
    limit('ORDERS', 'DAY', 1, 200_000),
    limit('RAW_REQUESTS', 'MINUTE', 5, 300_000),
  ].join(',')
  const symbols = instruments.map(symbolInfo).join(',')
  return `{"timezone":"UTC","serverTime":${Math.floor(now)},"rateLimits":[${rateLimits}],"exchangeFilters":[],"symbols":[${symbols}]}`
}

function symbolInfo(instrument: Instrument): string {
  const { base, quote, wire } = instrument
  const orderTypes = '"LIMIT","LIMIT_MAKER","MARKET","STOP_LOSS","STOP_LOSS_LIMIT","TAKE_PROFIT","TAKE_PROFIT_LIMIT"'
  const precisions = `"baseAssetPrecision":8,"quoteAsset":"${quote}","quotePrecision":8,"quoteAssetPrecision":8,"baseCommissionPrecision":8,"quoteCommissionPrecision":8`
  const flags =
    '"icebergAllowed":true,"ocoAllowed":true,"otoAllowed":true,"opoAllowed":true,"quoteOrderQtyMarketAllowed":true,"allowTrailingStop":true,"cancelReplaceAllowed":true,"amendAllowed":true,"pegInstructionsAllowed":true,"isSpotTradingAllowed":true,"isMarginTradingAllowed":true'
  const rest =
    '"permissions":[],"permissionSets":[["SPOT","MARGIN"]],"defaultSelfTradePreventionMode":"EXPIRE_MAKER","allowedSelfTradePreventionModes":["EXPIRE_TAKER","EXPIRE_MAKER","EXPIRE_BOTH","DECREMENT"]'
  return `{"symbol":"${wire}","status":"TRADING","baseAsset":"${base}",${precisions},"orderTypes":[${orderTypes}],${flags},"filters":[${filters(instrument)}],${rest}}`
}

function filters({ amountDecimals, priceDecimals }: Instrument): string {
  const tick = paddedDigits(1, priceDecimals, 8)
  const step = paddedDigits(1, amountDecimals, 8)
  const whole = (count: number): string => digits(BigInt(count) * 100_000_000n, 8)
  return [
    `{"filterType":"PRICE_FILTER","minPrice":"${tick}","maxPrice":"${whole(1_000_000)}","tickSize":"${tick}"}`,
    `{"filterType":"LOT_SIZE","minQty":"${step}","maxQty":"${whole(9000)}","stepSize":"${step}"}`,
    '{"filterType":"ICEBERG_PARTS","limit":10}',
    '{"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"117.29105958","stepSize":"0.00000000"}',
    '{"filterType":"TRAILING_DELTA","minTrailingAboveDelta":10,"maxTrailingAboveDelta":2000,"minTrailingBelowDelta":10,"maxTrailingBelowDelta":2000}',
    '{"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"5","bidMultiplierDown":"0.2","askMultiplierUp":"5","askMultiplierDown":"0.2","avgPriceMins":5}',
    '{"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5}',
    '{"filterType":"MAX_NUM_ORDERS","maxNumOrders":200}',
    '{"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5}',
  ].join(',')
}
