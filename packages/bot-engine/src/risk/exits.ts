import type { RefusalCode } from './refusal.ts'

/**
 * Which refusals an exit is subject to. Being able to leave a position comes before every limit and every doubt about the
 * feed, so an exit is held back only where it is no exit, or where the venue would certainly send it back.
 * Rules that age (a market's status, told once an hour) are left to the venue to enforce.
 */
export const BINDS_EXITS: Readonly<Record<RefusalCode, boolean>> = {
  halted: true,
  'invalid-number': true,
  duplicate: true,
  'tick-size': true,
  'step-size': true,
  'max-amount': true,
  'insufficient-balance': true,
  'nothing-to-close': true,
  'exit-impossible': true,
  unsupported: true,

  'not-ready': false,
  'stale-price': false,
  'book-not-live': false,
  'feed-down': false,
  'circuit-open': false,
  'reducing-only': false,
  'instrument-not-trading': false,
  // Of an exit these are `exit-impossible`: what is left is dust, which no other size would help.
  'min-amount': false,
  'min-notional': false,
  // Of an exit this is `nothing-to-close`.
  'short-not-allowed': false,
  'max-order-value': false,
  'max-position-value': false,
  'max-gross-exposure': false,
  'max-open-orders': false,
  'max-orders-per-minute': false,
  'price-collar': false,
  'daily-loss': false,
  drawdown: false,
  'cool-down': false,
}
