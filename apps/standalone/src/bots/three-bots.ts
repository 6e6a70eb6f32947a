import { strategies } from '@md/bot-engine/strategies'
import { type BotsFile, readBots } from '@md/bots'
import type { Market } from '@md/types'

/** A market with a bot on it, and what its price was when the bot was sized. */
export interface PricedMarket extends Market {
  readonly price: number
}

/** Worth of one order, quote currency. */
const WORTH = 150

const LIMITS = {
  maxOrderValue: 1_000,
  maxPositionValue: 3_000,
  maxOpenOrders: 20,
  priceCollar: 0.02,
  maxDailyLoss: 500,
}

/** What runs on the first, the second and the third market. */
const KINDS = [
  {
    name: 'dca',
    strategy: 'dca',
    params: () => ({
      base: WORTH,
      safety: { spend: WORTH, count: 4, step: 0.004, stepScale: 1.3, spendScale: 1.2 },
      takeProfit: 0.004,
      maxSpend: 10 * WORTH,
      pauseMs: 5_000,
    }),
  },
  {
    name: 'maker',
    strategy: 'market-making',
    params: (price: number) => ({
      amount: sized(price),
      spread: 0.0002,
      minChange: 0.00005,
      maxInventory: 6 * sized(price),
    }),
  },
  {
    name: 'imbalance',
    strategy: 'book-imbalance',
    params: (price: number) => ({
      amount: sized(price),
      enterAbove: 0.2,
      leaveBelow: -0.2,
      forMs: 200,
      pauseMs: 3_000,
    }),
  },
] as const

/** Three markets, each of another exchange as far as there are as many. */
export function marketsForBots(markets: readonly Market[]): readonly Market[] {
  const exchanges = [...new Set(markets.map(({ exchange }) => exchange))]
  return KINDS.flatMap((_, index) => {
    const own = markets.filter(({ exchange }) => exchange === exchanges[index % exchanges.length])
    const market = own[Math.floor(index / exchanges.length) % own.length]
    return market === undefined ? [] : [market]
  })
}

/** What the bot on the first, the second or the third market is called. */
export const botIdOf = (index: number, { exchange }: Market): string => `${KINDS[index]?.name}-${exchange}`

/** The bots whose market has a price, as a bots file would have them. `undefined`: not yet. */
export function threeBots(markets: readonly (PricedMarket | undefined)[]): BotsFile {
  const bots = markets.flatMap((market, index) => {
    const kind = KINDS[index]
    if (market === undefined || kind === undefined) return []
    const { exchange, price, symbol } = market
    return [
      {
        id: botIdOf(index, market),
        strategy: kind.strategy,
        exchange,
        symbol,
        params: kind.params(price),
        limits: LIMITS,
      },
    ]
  })
  const quotes = new Set(markets.flatMap((market) => market?.symbol.split('/')[1] ?? []))
  // What an exchange holds of a quote currency that nobody thought of is as much as of the others.
  const balances = Object.fromEntries(['USD', 'USDT', 'USDC', 'EUR', ...quotes].map((asset) => [asset, 100_000]))
  const paper = { balances, latency: { orderMs: 20, cancelMs: 20, jitterMs: 10 } }
  return readBots(JSON.stringify({ bots, paper }), { file: 'three bots', strategies })
}

/** Two digits are enough for anybody; the venue's step rounds what is left. */
const sized = (price: number): number => Number((WORTH / price).toPrecision(2))
