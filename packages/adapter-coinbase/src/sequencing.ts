import type { BookRules } from '@md/adapter-core'

/**
 * How the venue's books are kept (docs.cdp.coinbase.com/exchange/websocket-feed/channels, "Level2 Channel"):
 * 1. `snapshot` is the whole book: every level, absolute sizes.
 * 2. `l2update` changes levels: each size is the new total of its price, and a size of 0 removes the price.
 *
 * Messages carry neither a number nor a checksum, so a lost one cannot be seen. What can be seen is a book that became
 * impossible: a bid at or above an ask. A removal of a price that is not there is normal and proves nothing.
 */
export const bookRules: BookRules = {
  integrity: 'plausibility',
  startsFrom: 'stream',
  marked: false,
  subscribedDepth: () => undefined,
}
