import { runBots } from '@md/bots'
import { AVAILABLE } from '@md/exchanges'
import { systemClock } from '@md/runtime'
import { silentLogger } from '@md/types'
import { looksUnified, unifiedMarkets } from './bots/unified-markets.ts'

// An exchange that does not answer is no mistake of the file: its rule decides then.
const shared = { clock: systemClock, logger: silentLogger }

await runBots(process, (markets) =>
  unifiedMarkets(
    { endpoints: { binance: {}, coinbase: {}, kraken: {} }, exchanges: AVAILABLE },
    markets.filter((market) => !looksUnified(market)),
    shared,
  ),
)
