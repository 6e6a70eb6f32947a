import type { ChannelType } from '@md/types'
import type { Skipped, SkipReason } from '../inbound.ts'
import type { DecodeContext } from '../protocol.ts'
import { skipped, skippedFor } from './skipped.ts'

/** How much of a frame is looked at: what tells whose it is stands near its beginning. */
const HEAD = 400

/** Whose data a frame is, as far as its text tells. */
export interface Whose {
  readonly channel: ChannelType | undefined
  readonly venueSymbol: string | undefined
}

/**
 * A frame that cannot be read. Its beginning may still tell whose it was: then that book can be rebuilt at once, and
 * on a venue that numbers nothing, nothing else would show that a change is missing.
 */
export function lost(
  reason: SkipReason,
  text: string,
  { context, whose }: { readonly context: DecodeContext; whose(head: string): Whose },
): Skipped {
  const { channel, venueSymbol } = whose(text.slice(0, HEAD))
  if (channel === undefined || venueSymbol === undefined) return skipped(reason, text)
  return skippedFor(reason, text, context.symbolOf(venueSymbol), channel)
}
