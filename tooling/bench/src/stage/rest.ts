import type { Workload } from '../workloads/workload.ts'

type Answer = (base: string, quote: string) => unknown

const binanceInfo: Answer = (base, quote) => ({
  timezone: 'UTC',
  serverTime: 1_789_722_600_000,
  rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6_000 }],
  exchangeFilters: [],
  symbols: [
    {
      symbol: `${base}${quote}`,
      status: 'TRADING',
      baseAsset: base,
      baseAssetPrecision: 8,
      quoteAsset: quote,
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      orderTypes: ['LIMIT', 'MARKET'],
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: false,
      permissions: ['SPOT'],
      permissionSets: [['SPOT']],
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: '0.01000000', maxPrice: '1000000.00000000', tickSize: '0.01000000' },
        { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
        { filterType: 'NOTIONAL', minNotional: '5.00000000', maxNotional: '9000000.00000000' },
      ],
    },
  ],
})

const coinbaseProducts: Answer = (base, quote) => [
  {
    id: `${base}-${quote}`,
    base_currency: base,
    quote_currency: quote,
    quote_increment: '0.01',
    base_increment: '0.00000001',
    display_name: `${base}-${quote}`,
    min_market_funds: '1',
    post_only: false,
    limit_only: false,
    cancel_only: false,
    trading_disabled: false,
    status: 'online',
    auction_mode: false,
  },
]

/** Kraken's REST still says XBT. */
const krakenName = (currency: string): string => (currency === 'BTC' ? 'XBT' : currency)

const krakenPairs: Answer = (base, quote) => ({
  error: [],
  result: {
    [`X${krakenName(base)}Z${quote}`]: {
      altname: `${krakenName(base)}${quote}`,
      wsname: `${krakenName(base)}/${quote}`,
      aclass_base: 'currency',
      base: `X${krakenName(base)}`,
      aclass_quote: 'currency',
      quote: `Z${quote}`,
      pair_decimals: base === 'BTC' ? 1 : 2,
      cost_decimals: 5,
      lot_decimals: 8,
      lot_multiplier: 1,
      fees: [[0, 0.4]],
      fees_maker: [[0, 0.25]],
      ordermin: '0.00005',
      costmin: '0.5',
      tick_size: base === 'BTC' ? '0.1' : '0.01',
      status: 'online',
    },
  },
})

const krakenAssets: Answer = (base, quote) => ({
  error: [],
  result: {
    [`X${krakenName(base)}`]: { aclass: 'currency', altname: krakenName(base), decimals: 10, status: 'enabled' },
    [`Z${quote}`]: { aclass: 'currency', altname: quote, decimals: 4, status: 'enabled' },
  },
})

const ANSWERS: Readonly<Record<string, Answer>> = {
  exchangeInfo: binanceInfo,
  products: coinbaseProducts,
  currencies: () => [],
  AssetPairs: krakenPairs,
  Assets: krakenAssets,
}

/** The one market of a workload, in its venue's words: what clients ask for before they subscribe. */
export function restAnswer(url: string, workload: Workload, seed: number): string | undefined {
  const name = url.split('?')[0]?.split('/').at(-1) ?? ''
  if (name === 'depth') return workload.restSnapshot?.(seed)
  const [base = '', quote = ''] = workload.request.symbol.split('/')
  const answer = ANSWERS[name]?.(base, quote)
  return answer === undefined ? undefined : JSON.stringify(answer)
}
