import type { ChannelType } from '@md/types'
import type { Skipped, SkipReason } from '../inbound.ts'

/** The longest excerpt of a damaged frame that is kept for the log. */
const EXCERPT = 200

export const skipped = (reason: SkipReason, detail: string): Skipped => ({
  kind: 'skipped',
  reason,
  detail: detail.slice(0, EXCERPT),
})

/** A skipped part of a frame whose market is known. */
export const skippedFor = (
  reason: SkipReason,
  detail: string,
  symbol: string | undefined,
  channel: ChannelType,
): Skipped => ({
  ...skipped(reason, detail),
  channel,
  ...(symbol === undefined ? {} : { symbol }),
})
