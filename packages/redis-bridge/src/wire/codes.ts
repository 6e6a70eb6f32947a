/** What travels as its place in these lists: append, never reorder. */
export const BOOK_STATUSES = ['syncing', 'live', 'stale'] as const
export const BOOK_INTEGRITIES = ['sequence', 'checksum', 'plausibility'] as const
export const CHANGE_KINDS = ['snapshot', 'delta'] as const
export const TICKER_EXTRAS = [
  'bidAmount',
  'askAmount',
  'high24h',
  'low24h',
  'open24h',
  'volume24h',
  'quoteVolume24h',
] as const
