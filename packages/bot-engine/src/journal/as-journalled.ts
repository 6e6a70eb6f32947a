import type { Fill } from '@md/types'

/**
 * A fill with its members in the order in which the journal gives them back: whatever keeps it, a strategy's state or
 * news for one that is paused, then keeps the same text when it is played again.
 */
export const asJournalled = ({
  amount,
  clientOrderId,
  exchange,
  fee,
  feeAsset,
  liquidity,
  price,
  side,
  symbol,
  timestamp,
  tradeId,
}: Fill): Fill => ({
  amount,
  clientOrderId,
  exchange,
  fee,
  feeAsset,
  liquidity,
  price,
  side,
  symbol,
  timestamp,
  tradeId,
})
