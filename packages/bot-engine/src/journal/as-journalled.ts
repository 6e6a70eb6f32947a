import type { Fill } from '@md/types'

/**
 * A fill with its members in the order in which the journal gives them back: whatever keeps it, a strategy's state or
 * news for one that is paused, then keeps the same text when it is played again.
 */
export const asJournalled = (fill: Fill): Fill => ({
  amount: fill.amount,
  clientOrderId: fill.clientOrderId,
  exchange: fill.exchange,
  fee: fill.fee,
  feeAsset: fill.feeAsset,
  liquidity: fill.liquidity,
  price: fill.price,
  side: fill.side,
  symbol: fill.symbol,
  timestamp: fill.timestamp,
  tradeId: fill.tradeId,
})
