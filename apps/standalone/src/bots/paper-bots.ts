import { MemoryStore } from '@md/bot-engine'
import { type Bots, fillWords, startBots } from '@md/bots'
import type { MarketDataWebSocketManager } from '@md/manager'
import { type Clock, type Logger, type Market, reportOf } from '@md/types'
import { botIdOf, marketsForBots, type PricedMarket, threeBots } from './three-bots.ts'

export interface PaperBotsOptions {
  readonly manager: MarketDataWebSocketManager
  readonly markets: readonly Market[]
  readonly clock: Clock
  readonly logger: Logger
  readonly random: () => number
  readonly onNote: (text: string) => void
}

export interface PaperBots {
  readonly bots: Bots
  /** What each bot waits for that has not begun yet. */
  waiting(): readonly string[]
}

/** Three bots with paper money. Each begins when its market has its first price: that is what its orders are sized by. */
export async function startPaperBots(options: PaperBotsOptions): Promise<PaperBots> {
  const { clock, logger, manager, markets, onNote, random } = options
  const chosen = marketsForBots(markets)
  const priced: (PricedMarket | undefined)[] = chosen.map(() => undefined)
  // Every quote currency is known from the start: what an account begins with does not change later.
  const { paper } = threeBots(chosen.map((market) => ({ ...market, price: 1 })))
  const read = async () => ({ ...threeBots(priced), paper })
  const bots = await startBots({
    file: await read(),
    read,
    feed: manager,
    reference: manager,
    storage: new MemoryStore(),
    clock,
    logger,
    random,
  })
  for (const [index, market] of chosen.entries()) {
    onFirstPrice(manager, market, (price) => {
      priced[index] = { ...market, price }
      bots
        .commandAll('reload', { reason: `${market.exchange} has a price`, by: 'standalone' })
        .catch((error: unknown) => {
          onNote(`a bot cannot begin: ${reportOf(error).message}`)
        })
    })
  }
  tell(bots, onNote)
  const waiting = () =>
    chosen.flatMap((market, index) =>
      priced[index] === undefined
        ? [`${botIdOf(index, market)} waits for the first price of ${market.exchange} ${market.symbol}`]
        : [],
    )
  return { bots, waiting }
}

function onFirstPrice(manager: MarketDataWebSocketManager, market: Market, listener: (price: number) => void): void {
  const stop = manager.on('ticker', ({ exchange, last, symbol }) => {
    if (exchange !== market.exchange || symbol !== market.symbol || !(last > 0)) return
    stop()
    listener(last)
  })
}

function tell({ fleet }: Bots, onNote: (text: string) => void): void {
  fleet.on('state', ({ botId, event: { reason, to } }) => {
    if (to !== 'initializing') onNote(`${botId} is ${to}: ${reason}`)
  })
  fleet.on('fill', ({ botId, event }) =>
    onNote(`${botId} ${fillWords(event)} on ${event.exchange} ${event.symbol}, fee ${event.fee} ${event.feeAsset}`),
  )
  fleet.on('fault', ({ botId, event }) => onNote(`${botId} failed: ${event.message}`))
}
