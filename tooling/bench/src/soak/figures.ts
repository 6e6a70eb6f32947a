import type { ExchangeMetrics } from '@md/manager'
import type { Market } from '@md/types'
import type { TradeAudit } from './trade-audit.ts'
import type { Trend } from './trend.ts'

/** What rises or does not, and where it stood in the end. */
export interface Watched {
  readonly trend: Trend
  readonly last: number
}

export interface SoakFigures {
  readonly seconds: number
  readonly injected: number
  readonly rejections: number
  /** What Node warned of, such as listeners that pile up. */
  readonly warnings: number
  /** Event-loop delay in ms. */
  readonly lag: { readonly p99: number; readonly max: number }
  readonly audit: Pick<TradeAudit, 'delivered' | 'told' | 'unexplained' | 'outOfOrder'>
  /** Markets that ended without a trade for long. */
  readonly quiet: readonly Market[]
  /** Order books that did not come back when the faults had ended. */
  readonly booksLeftDown: number
  /** Bytes. */
  readonly heap: Watched
  readonly code: Watched
  readonly handles: Watched
  readonly sockets: Watched
  /** Sockets that were open when everything had been disconnected. */
  readonly socketsLeft: number
  readonly exchangesDied: boolean
  /** What the manager has counted, over all exchanges. */
  readonly counted: { readonly trades: number; readonly listenerFailures: number }
  readonly exchanges: readonly (readonly [string, ExchangeMetrics])[]
}
